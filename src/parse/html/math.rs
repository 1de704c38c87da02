//! Formulas in MathML as text.
//!
//! Where a page says what TeX a formula was written in, that is its text, between dollar signs. Else it is written in a
//! line, with signs for what is raised, lowered, divided or under a root: 10 to the sixth is not 106, nor is a half 12.

use html5ever::{local_name, ns};

use super::dom::{Dom, NodeId};
use super::tags::{Role, lookup};

/// Nodes of a part of a formula that are looked at for whether it needs parentheses.
const TOKENS: usize = 16;

/// Elements that are looked at beside one or in one.
const NEAR: usize = 8;

/// The TeX of a formula, between dollar signs.
pub(super) fn tex(dom: &Dom, math: NodeId) -> Option<String> {
    let semantics = dom.children(math).take(NEAR).filter(|&node| is(dom, node, "semantics"));
    let is_tex = |&node: &NodeId| {
        let encoding = dom.attribute(node, "encoding").unwrap_or_default();
        is(dom, node, "annotation")
            && ["application/x-tex", "application/x-latex", "tex", "latex"]
                .iter()
                .any(|tex| encoding.eq_ignore_ascii_case(tex))
    };
    let written =
        semantics.flat_map(|node| dom.children(node).take(NEAR)).find(is_tex).map(|node| dom.inner_text(node));
    let alternative = || dom.attribute(math, "alttext").filter(|text| may_be_tex(text)).map(str::to_owned);
    let written = written.filter(|text| !text.trim().is_empty()).or_else(alternative)?;
    let tex = bare(&written);
    let is_display = dom.attribute(math, "display").is_some_and(|display| display.eq_ignore_ascii_case("block"));
    let sign = if is_display { "$$" } else { "$" };
    (!tex.is_empty()).then(|| format!("{sign}{tex}{sign}"))
}

/// Whether the text that stands for a formula is TeX and not how it is read out.
fn may_be_tex(text: &str) -> bool {
    text.contains(['\\', '^', '_', '{', '=']) || !text.trim().contains(' ')
}

/// TeX without what only says how large it is shown: `{\displaystyle x}`.
fn bare(tex: &str) -> &str {
    let tex = tex.trim().trim_matches('$').trim();
    let is_balanced = |tex: &str| {
        let mut depth = 0i64;
        tex.bytes().all(|byte| {
            depth += i64::from(byte == b'{') - i64::from(byte == b'}');
            depth >= 0
        })
    };
    let inner =
        tex.strip_prefix('{').and_then(|tex| tex.strip_suffix('}')).filter(|tex| is_balanced(tex)).unwrap_or(tex);
    let styled = ["\\displaystyle", "\\textstyle", "\\scriptstyle"].iter().find_map(|style| {
        let rest = inner.trim_start().strip_prefix(style)?;
        (!rest.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(rest.trim())
    });
    styled.unwrap_or(tex)
}

/// What stands before and behind a part of a formula in a line; `last` is the character that it follows.
pub(super) fn around(dom: &Dom, node: NodeId, last: Option<char>) -> Option<(String, &'static str)> {
    let name = math_name(dom, node)?;
    let mut opens = String::new();
    let mut closes = 0;
    if let Some((parent, place)) = place(dom, node) {
        let (sign, is_operand) = match (parent, place) {
            ("msup" | "msub" | "msubsup" | "mfrac" | "mroot", 0) => ("", true),
            ("msup", 1) | ("msubsup" | "munderover", 2) => ("^", true),
            ("msub" | "msubsup" | "munderover", 1) => ("_", true),
            // An accent is none.
            ("mover", 1) if has_word(dom, node) => ("^", true),
            ("munder", 1) if has_word(dom, node) => ("_", true),
            ("mfrac", 1) => ("/", true),
            ("mroot", 1) => ("^(1/", true),
            ("mtr", 1..) | ("mmultiscripts", 1..) => (" ", false),
            ("mtable", 1..) => ("; ", false),
            ("mfenced", 1..) => (", ", false),
            _ => ("", false),
        };
        opens.push_str(sign);
        closes += usize::from(sign.ends_with("(1/"));
        if is_operand && !matches!(name, "msqrt" | "mfenced") && is_compound(dom, node) {
            opens.push('(');
            closes += 1;
        }
    }
    match name {
        "msqrt" => {
            opens.push('√');
            if is_compound(dom, node) {
                opens.push('(');
                closes += 1;
            }
        }
        "mfenced" => {
            opens.push('(');
            closes += 1;
        }
        "mspace" => opens.push(' '),
        // One and a half.
        "mfrac" if opens.is_empty() && last.is_some_and(|last| last.is_ascii_digit()) => opens.push(' '),
        _ => {}
    }
    (!opens.is_empty()).then_some((opens, &")))"[..closes]))
}

/// Whether white space stands between the parts of a number with a power, of a fraction, and the like.
pub(super) fn is_between_parts(dom: &Dom, text: NodeId) -> bool {
    let around = dom.parent(text).and_then(|around| math_name(dom, around));
    matches!(around, Some("msup" | "msub" | "msubsup" | "munder" | "mover" | "munderover" | "mfrac" | "mroot"))
        && dom.text(text).is_some_and(|text| text.trim().is_empty())
}

/// The name of an element of a formula.
fn math_name(dom: &Dom, node: NodeId) -> Option<&str> {
    let (name, _) = dom.element(node)?;
    (name.ns == ns!(mathml)).then_some(&*name.local)
}

/// What a part of a formula is part of, and how many parts are before it, as far as that matters.
fn place(dom: &Dom, node: NodeId) -> Option<(&str, usize)> {
    let parent = math_name(dom, dom.parent(node)?)?;
    let before = std::iter::successors(dom.previous_sibling(node), |&before| dom.previous_sibling(before));
    Some((parent, before.take(NEAR).filter(|&before| dom.tag(before).is_some()).count()))
}

/// The texts of the first nodes inside a part of a formula.
fn tokens(dom: &Dom, node: NodeId) -> impl Iterator<Item = &str> {
    let inside = dom.descendants(node).take(TOKENS);
    inside.filter_map(|node| dom.text(node)).map(str::trim).filter(|text| !text.is_empty())
}

/// Whether a part of a formula is more than a number or a name, and not in parentheses: it needs them in a line.
fn is_compound(dom: &Dom, node: NodeId) -> bool {
    let tokens: Vec<_> = tokens(dom, node).collect();
    let last = std::iter::successors(dom.last_child(node), |&inside| dom.last_child(inside)).take(NEAR).last();
    let is_closed = last.and_then(|node| dom.text(node)).is_some_and(|text| text.trim() == ")");
    match tokens[..] {
        [] | [_] => false,
        ["-" | "−" | "+", number] => !number.bytes().all(|byte| byte.is_ascii_digit()),
        ["(", ref inside @ ..] => !is_closed || inside.contains(&"("),
        _ => true,
    }
}

fn has_word(dom: &Dom, node: NodeId) -> bool {
    tokens(dom, node).any(|token| token.contains(char::is_alphanumeric))
}

/// Whether an element shows for the eye alone what the formula beside it, or its TeX, says: KaTeX and MathJax write both.
pub(super) fn is_shown_again(dom: &Dom, node: NodeId, role: Role, is_hidden: bool) -> bool {
    let is_flowing = |node: NodeId| dom.tag(node).is_some_and(|tag| lookup(tag).1 == Role::Inline);
    let has_math =
        |node: NodeId| is(dom, node, "math") || dom.descendants(node).take(NEAR).any(|inside| is(dom, inside, "math"));
    let next = || std::iter::successors(dom.next_sibling(node), |&next| dom.next_sibling(next)).take(NEAR);
    if is_hidden && role == Role::Inline {
        let before = std::iter::successors(dom.previous_sibling(node), |&before| dom.previous_sibling(before));
        let mut beside =
            [before.take(NEAR).find(|&node| dom.tag(node).is_some()), next().find(|&node| dom.tag(node).is_some())]
                .into_iter()
                .flatten();
        return beside.any(|beside| is_flowing(beside) && has_math(beside)) && !has_math(node);
    }
    let is_rendered = matches!(role, Role::Inline | Role::Block)
        && dom.interned_attribute(node, &local_name!("class")).is_some_and(|class| class.starts_with("MathJax"));
    let is_source = |node: NodeId| {
        is(dom, node, "script") && dom.attribute(node, "type").is_some_and(|kind| kind.starts_with("math/tex"))
    };
    is_rendered && next().any(is_source)
}

fn is(dom: &Dom, node: NodeId, name: &str) -> bool {
    dom.tag(node).is_some_and(|tag| &**tag == name)
}

#[cfg(test)]
mod tests {
    use crate::parse::html::written::texts;

    #[test]
    fn a_formula_keeps_its_numbers() {
        for (math, text) in [
            ("<msup><mn>10</mn><mn>6</mn></msup>", "10^6"),
            ("<msup><mn>10</mn><mrow><mo>−</mo><mn>3</mn></mrow></msup>", "10^−3"),
            ("<msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup>", "x^(n+1)"),
            ("<msub><mi>a</mi><mn>1</mn></msub><mo>=</mo><mn>2</mn>", "a_1=2"),
            ("<msubsup><mi>a</mi> <mn>1</mn> <mn>2</mn></msubsup>", "a_1^2"),
            ("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2"),
            ("<mn>3</mn><mfrac><mn>1</mn><mn>2</mn></mfrac>", "3 1/2"),
            ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>", "(a+b)/c"),
            ("<mfrac><mn>1</mn><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow></mfrac>", "1/(a+b)"),
            ("<msqrt><mn>2</mn></msqrt><msqrt><mi>a</mi><mi>b</mi></msqrt>", "√2√(ab)"),
            ("<mroot><mn>8</mn><mn>3</mn></mroot>", "8^(1/3)"),
            ("<msup><mn>2</mn><msqrt><mi>a</mi><mi>b</mi></msqrt></msup>", "2^√(ab)"),
            ("<mover><mi>x</mi><mo>¯</mo></mover>", "x¯"),
            ("<munder><mo>lim</mo><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>", "lim_(x→0)"),
            ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>", "1 2; 3"),
        ] {
            assert_eq!(texts(&format!("<p><math>{math}</math>")), [text], "{math}");
        }
    }

    #[test]
    fn a_formula_is_the_tex_that_it_was_written_in() {
        for (math, text) in [
            ("<math alttext='{\\displaystyle E=mc^{2}}'><mi>E</mi></math>", "$E=mc^{2}$"),
            ("<math display=block alttext='x_{1}'><mi>x</mi></math>", "$$x_{1}$$"),
            ("<math alttext='{\\displaystyle a}+{b}'><mi>E</mi></math>", "${\\displaystyle a}+{b}$"),
            ("<math alttext='x to the second'><msup><mi>x</mi><mn>2</mn></msup></math>", "x^2"),
            (
                "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>\\frac12</annotation></semantics></math>",
                "$\\frac12$",
            ),
            ("<math><semantics><mi>x</mi><annotation encoding='text/x-mathml'>y</annotation></semantics></math>", "x"),
        ] {
            assert_eq!(texts(&format!("<p>a {math} b")), [format!("a {text} b")], "{math}");
        }
    }

    #[test]
    fn a_formula_that_is_shown_twice_is_written_once() {
        let math =
            "<math><semantics><mi>E</mi><annotation encoding='application/x-tex'>E</annotation></semantics></math>";
        let script = "<script type='math/tex'>E</script>";
        for html in [
            format!("<span class=katex-mathml>{math}</span><span class=katex-html aria-hidden=true><i>E</i></span>"),
            format!("<mjx-math aria-hidden=true>E</mjx-math><mjx-assistive-mml>{math}</mjx-assistive-mml>"),
            format!("<span class=MathJax_Preview>E</span><span class=MathJax><nobr>E</nobr>{math}</span>{script}"),
            format!("<span style='display: none'>{math}</span><img alt=E>"),
        ] {
            assert_eq!(texts(&format!("<p>Here <span>{html}</span> is.")), ["Here $E$ is."], "{html}");
        }
    }

    #[test]
    fn depth_and_width_cost_no_more_than_their_nodes() {
        assert_eq!(texts(&format!("<math>{}x", "<msup>".repeat(400))), ["x"]);
        let wide = texts(&format!("<math><msup>{}", "<mn>1</mn>".repeat(20_000)));
        assert_eq!(wide[0].len(), 20_001);
    }
}
