//! The characters of a stream and nothing else: text in, the same text normalized out, in bounded memory.
//!
//! Lines are normalized one by one, as the lines of a plain text are when it is cleaned; nothing is judged, and no
//! line goes but blank ones after a blank one.

use std::borrow::Cow;
use std::io::{self, Read, Write};

use encoding_rs::Encoding;

use crate::document::{Fix, Fixes};
use crate::normalize::{Normalizer, Row};
use crate::parse::text::fences::Fence;
use crate::parse::text::lines::{Shape, is_blank, line_end};

/// Bytes that are read at first: most texts are short, and to make room for a long one takes longer than to normalize
/// them.
const FIRST: usize = 8 << 10;

/// Bytes that are read at a time once as many have come.
const CHUNK: usize = 256 << 10;

/// Bytes of the longest line that is normalized as a whole; a longer one is cut at a space where it has one.
const LONGEST: usize = 4 << 20;

/// Normalizes streams, one after the other, as one text.
#[derive(Debug)]
pub struct Characters<'n> {
    normalizer: &'n Normalizer,
    language: Option<&'n str>,
    /// What was repaired so far.
    fixes: Fixes,
    /// Places where bytes were wrong in the charset so far.
    replaced: usize,
    /// The last line was blank.
    after_blank: bool,
    /// The fence that is open.
    fence: Option<Fence>,
    /// The last line, where it is a row of data by itself, and how many rows of the same table there are up to it.
    row: Option<(Row, usize)>,
    /// Lines that are rows only if more of them come: as they came, and as rows.
    rows: Vec<(String, String, Fixes)>,
    out: String,
}

impl<'n> Characters<'n> {
    /// `language` is an ISO 639-1 code where it is known; typographic quotes need it.
    pub fn new(normalizer: &'n Normalizer, language: Option<&'n str>) -> Characters<'n> {
        Characters {
            normalizer,
            language,
            fixes: Fixes::default(),
            replaced: 0,
            after_blank: false,
            fence: None,
            row: None,
            rows: Vec::new(),
            out: String::new(),
        }
    }

    /// What was repaired so far.
    pub fn fixes(&self) -> &Fixes {
        &self.fixes
    }

    /// Places where bytes were wrong in the charset so far, and U+FFFD stands now.
    pub fn replaced(&self) -> usize {
        self.replaced
    }

    /// Normalizes a stream in this charset; a byte order mark outranks it. What is wrong in it becomes U+FFFD.
    /// Fails where reading or writing does.
    pub fn stream(
        &mut self,
        mut input: impl Read,
        charset: &'static Encoding,
        output: &mut impl Write,
    ) -> io::Result<()> {
        let mut decoder = charset.new_decoder();
        let mut bytes = vec![0; FIRST];
        let mut text = String::new();
        loop {
            let read = match input.read(&mut bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read?,
            };
            let last = read == 0;
            text.reserve(decoder.max_utf8_buffer_length(read).unwrap_or(read * 4));
            // It has the room that it says it needs, so it takes all.
            let before = text.len();
            let (_, _, wrong) = decoder.decode_to_string(&bytes[..read], &mut text, last);
            if wrong {
                // Those that stood there before are not ours to count.
                let is_unicode = decoder.encoding() == encoding_rs::UTF_8;
                let own =
                    memchr::memmem::find_iter(&bytes[..read], "\u{FFFD}".as_bytes()).filter(|_| is_unicode).count();
                self.replaced += text[before..].matches('\u{FFFD}').count().saturating_sub(own);
            }
            let whole = if last { text.len() } else { whole(&text) };
            self.lines(&text[..whole]);
            if last {
                self.end_rows();
            }
            text.drain(..whole);
            output.write_all(self.out.as_bytes())?;
            self.out.clear();
            if last {
                return Ok(());
            }
            if read == bytes.len() && read < CHUNK {
                bytes = vec![0; CHUNK.min(read * 4)];
            }
        }
    }

    fn lines(&mut self, text: &str) {
        let text = self.one_line_end(text);
        self.out.reserve(text.len() + 1);
        let mut rest = &*text;
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest.as_bytes());
            self.line(&rest[..end.unwrap_or(rest.len())]);
            rest = end.map_or("", |end| &rest[end + 1..]);
        }
    }

    /// The line ends of other systems as `\n`.
    fn one_line_end<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        let bytes = text.as_bytes();
        let others = memchr::memchr3(b'\r', 0x0B, 0x0C, bytes).is_some()
            || memchr::memmem::find(bytes, "\u{2028}".as_bytes()).is_some()
            || memchr::memmem::find(bytes, "\u{2029}".as_bytes()).is_some();
        if !others {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let (end, next) = line_end(bytes, at);
            out.push_str(&text[at..end]);
            if next > end {
                out.push('\n');
                *self.fixes.of(Fix::Controls) += u32::from(&text[end..next] != "\n");
            }
            at = next;
        }
        Cow::Owned(out)
    }

    fn line(&mut self, line: &str) {
        let first = line.as_bytes().first();
        // Code begins with white space or a fence.
        let special = self.fence.is_some() || matches!(first, Some(b' ' | b'\t' | b'`' | b'~'));
        if special {
            let mut fixes = Fixes::default();
            let code = self.normalizer.code_counting(line, &mut fixes);
            if self.is_code(&code) {
                self.end_rows();
                return self.literal(&code, &fixes);
            }
        }
        let above = self.row.as_ref().map(|(row, _)| row);
        if let Some((row, text, fixes)) = self.normalizer.row(line, above, self.language) {
            return self.row(line, row, text, fixes);
        }
        self.end_rows();
        self.running(line);
    }

    /// A line that is a row of data if there are enough of its like. Those that came before it wait, and are few.
    fn row(&mut self, line: &str, row: Row, text: String, fixes: Fixes) {
        if self.row.as_ref().is_some_and(|(above, _)| !above.leads_to(&row)) {
            self.end_rows();
        }
        let count = self.row.as_ref().map_or(0, |(_, count)| *count) + 1;
        self.rows.push((line.to_owned(), text, fixes));
        if row.is_table(count) {
            for (_, text, fixes) in std::mem::take(&mut self.rows) {
                self.literal(&text, &fixes);
            }
        }
        self.row = Some((row, count));
    }

    /// No more of such rows: those that wait were too few to be any.
    fn end_rows(&mut self) {
        self.row = None;
        for (line, ..) in std::mem::take(&mut self.rows) {
            self.running(&line);
        }
    }

    /// Writes a line that only its own rules have changed.
    fn literal(&mut self, line: &str, fixes: &Fixes) {
        self.fixes.add(fixes);
        self.out.push_str(line);
        self.out.push('\n');
        self.after_blank = false;
    }

    /// Normalizes a line of running text and writes it.
    fn running(&mut self, line: &str) {
        let prose = self.normalizer.prose_counting(line, self.language, &mut self.fixes);
        if !prose.contains('\n') {
            return self.prose(&prose);
        }
        // A line end that was an entity or mojibake parts it: from then on quotes are those of lines of their own.
        for line in prose.split('\n') {
            let prose = self.normalizer.prose_counting(line, self.language, &mut self.fixes);
            self.prose(&prose);
        }
    }

    /// Writes a line that is normalized.
    fn prose(&mut self, line: &str) {
        let blank = line.is_empty() || !line.as_bytes()[0].is_ascii_graphic() && is_blank(line);
        match blank {
            true if self.after_blank => *self.fixes.of(Fix::Spaces) += 1,
            true => self.out.push('\n'),
            false => {
                self.out.push_str(line);
                self.out.push('\n');
            }
        }
        self.after_blank = blank;
        // A fence that only now is one is a fence also to whoever reads what was written.
        if line.starts_with(['`', '~', ' ', '\t']) {
            self.is_fenced(line);
        }
    }

    /// Whether a line is code, as it will be written: indented by four spaces or a tab, or fenced.
    fn is_code(&mut self, line: &str) -> bool {
        let content = line.trim_end();
        self.is_fenced(content) || Shape::of(content) == Shape::Indented && !is_blank(content)
    }

    /// Whether a line is one of the fences around code, or stands between two.
    fn is_fenced(&mut self, line: &str) -> bool {
        match self.fence {
            Some(open) => {
                if open.is_closed_by(line) {
                    self.fence = None;
                }
                true
            }
            None => {
                self.fence = Fence::opened_by(line);
                self.fence.is_some()
            }
        }
    }
}

/// Bytes of a text up to the end of its last whole line; where there is none and it is too long to wait for one, up
/// to its last space.
fn whole(text: &str) -> usize {
    if let Some(end) = memchr::memrchr(b'\n', text.as_bytes()) {
        return end + 1;
    }
    match text.len() {
        0..LONGEST => 0,
        length => {
            let end = last_line_end(text).or_else(|| Some(memchr::memrchr(b' ', text.as_bytes())? + 1));
            end.unwrap_or(length)
        }
    }
}

/// Behind the last line end of another system. A carriage return that ends the text may be half of one.
fn last_line_end(text: &str) -> Option<usize> {
    let is_end = |c: char| matches!(c, '\r' | '\u{B}' | '\u{C}' | '\u{2028}' | '\u{2029}');
    let whole = text.strip_suffix('\r').unwrap_or(text);
    let at = whole.rfind(is_end)?;
    Some(at + whole[at..].chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::normalize::{Quotes, UnicodeForm};

    /// Hands out a few bytes at a time.
    struct Slow<'t>(&'t [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let few = into.len().min(7);
            self.0.read(&mut into[..few])
        }
    }

    /// What rows of data, fences and references to characters are made of.
    const PIECES: &[&str] = &[
        "\n",
        "\n",
        "\n",
        "a",
        "b",
        " ",
        "  ",
        "\t",
        "\"",
        "“",
        "’",
        ",",
        ";",
        "|",
        "+",
        "-",
        "{\"a\":\"’\"}",
        "&quot;",
        "&amp;",
        "&#96;",
        "`",
        "```",
        "~~~sh",
        "~~~",
        "\u{AD}",
        "\u{A0}",
        "&#10;",
        "&nbsp;",
        ",\"’\",",
        "\n1,\"’\",2",
        "\na  b  c",
        "\na\t’\tb",
        "\n+-+\n|’|\n+-+",
        "\r",
        "\u{2028}",
    ];

    proptest! {
        #[test]
        fn twice_is_once_and_chunks_do_not_matter(
            pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
            quotes in prop::sample::select(&[Quotes::Ascii, Quotes::Typographic][..]),
        ) {
            let text = pieces.concat();
            let normalizer = Normalizer { quotes, ..Normalizer::default() };
            let normal = |input: &mut dyn Read| {
                let mut out = Vec::new();
                Characters::new(&normalizer, Some("fr")).stream(input, encoding_rs::UTF_8, &mut out).unwrap();
                String::from_utf8(out).unwrap()
            };
            let once = normal(&mut text.as_bytes());
            prop_assert_eq!(&normal(&mut Slow(text.as_bytes())), &once);
            prop_assert_eq!(&normal(&mut once.as_bytes()), &once);
        }
    }

    fn normal(text: &[u8]) -> String {
        let normalizer = Normalizer::default();
        let mut out = Vec::new();
        Characters::new(&normalizer, None).stream(text, encoding_rs::UTF_8, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn lines_are_normalized_and_code_is_spared() {
        let text =
            "\u{FEFF}“One”  two \r\n\n\n \nitâ€™s\u{2028}caf&eacute;\n\n    “code”  &amp;\n```\n\n\n“a”  b\n```\n“c”";
        let expected = "\"One\" two\n\nit's\ncafé\n\n    “code”  &amp;\n```\n\n\n“a”  b\n```\n\"c\"\n";
        assert_eq!(normal(text.as_bytes()), expected);
        assert_eq!(normal(expected.as_bytes()), expected);
    }

    /// What cannot be seen must not hide a fence until the next time, nor an entity a line end.
    #[test]
    fn fences_and_lines_are_those_of_what_is_written() {
        for (text, expected) in [
            ("```\n“a”\n``\u{AD}`\n“b”", "```\n“a”\n```\n\"b\"\n"),
            ("\u{AD}```\n“a”\n```\n“b”", "```\n“a”\n```\n\"b\"\n"),
            ("&#96;``\n“a”", "```\n“a”\n"),
            ("~~~sh\n“a”  &amp;\n~~~\n“b”", "~~~sh\n“a”  &amp;\n~~~\n\"b\"\n"),
            ("~~~\n“a”\n~~~~~\n“b”", "~~~\n\"a\"\n~~~~~\n\"b\"\n"),
            ("a&#8232;&#8232;&#8233;b&#8232;```\n“c”", "a\n\nb\n```\n“c”\n"),
        ] {
            assert_eq!(normal(text.as_bytes()), expected);
            assert_eq!(normal(expected.as_bytes()), expected);
        }
    }

    #[test]
    fn rows_of_data_are_spared_and_lines_that_only_look_so_are_not() {
        let table = "boat     3   9.50\ncrane    1   0.25\nrope    22  10.00\n";
        let csv = "id,what,so\n7,\"a “b”\",x\n8,it’s plain,y\n9,\"c &amp; d\",\"z\"\n";
        for text in
            [table, csv, "{\"a\": \"it’s &lt;b&gt; “x”\"}\n", "a\tb\t\nc\t\td\n", "{\"a\": 1}\n\n{\"b\": \"’\"}\n"]
        {
            assert_eq!(normal(text.as_bytes()), text);
        }
        for (text, expected) in [
            ("7,\"a “b”\",x\n8,\"it’s\",y", "7,\"a \"b\"\",x\n8,\"it's\",y\n"),
            ("a  b  c\n\na  b  c\na  b  c\n“d”", "a b c\n\na b c\na b c\n\"d\"\n"),
            ("a\tit’s &amp;\tb\nc\t\u{A0}\td", "a\tit's &\tb\nc\t \td\n"),
            ("“a”\tb\n“a”\tb\n“a”\tb\n", "\"a\" b\n\"a\" b\n\"a\" b\n"),
        ] {
            assert_eq!(normal(text.as_bytes()), expected);
            assert_eq!(normal(expected.as_bytes()), expected);
        }
        let long = format!("“x”  y\n{}", table.repeat(20_000));
        assert_eq!(normal(long.as_bytes()), long.replace("“x”  y", "\"x\" y"));
    }

    #[test]
    fn quotes_are_those_of_the_lines_that_mojibake_parts() {
        let normalizer = Normalizer { unicode: UnicodeForm::Nfkc, quotes: Quotes::Typographic };
        let normal = |text: &[u8]| {
            let mut out = Vec::new();
            Characters::new(&normalizer, Some("fr")).stream(text, encoding_rs::UTF_8, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let once = normal("«\"â€© ''".as_bytes());
        assert_eq!(once, "«\"\n ‘’\n");
        assert_eq!(normal(once.as_bytes()), once);
    }

    #[test]
    fn chunks_show_nowhere() {
        let text = "Zwölf „Boxkämpfer“ jagen…  Viktor \n\n\n".repeat(40_000);
        let expected = "Zwölf \"Boxkämpfer\" jagen… Viktor\n\n".repeat(40_000);
        assert_eq!(normal(text.as_bytes()), expected);
    }

    #[test]
    fn lines_that_end_in_their_own_way_are_not_cut() {
        for end in ["\r", "\u{2028}"] {
            let line = "The bell of the old mill rang".to_owned();
            let text = format!("{line}{end}").repeat(200_000);
            assert!(text.len() > LONGEST && normal(text.as_bytes()) == format!("{line}\n").repeat(200_000));
        }
    }

    #[test]
    fn a_line_without_end_takes_bounded_memory() {
        let text = "word ".repeat(2_000_000);
        assert!(normal(text.as_bytes()).len() <= text.len() + 1);
    }
}
