//! Repetition: cards of a listing, posts of a thread, teasers of a carousel are siblings of one make.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Features, LEVELS, Page, REACH, is_prose, log, to_end};
use crate::block::BlockKind;

/// So many siblings of one make are a repetition.
const REPEATED: u32 = 3;

/// Siblings of one make: elements of one parent whose names and classes are the same.
#[derive(Debug, Default, Clone, Copy)]
struct Group {
    members: u32,
    chars: u32,
    link_chars: u32,
    prose: u32,
}

/// The groups of a page.
struct Groups {
    all: Vec<Group>,
    /// The group of each element, and its place among the group's members.
    of_element: Vec<(u32, u32)>,
}

/// An element around a block that is one of many.
#[derive(Debug, Clone, Copy)]
struct Member {
    element: u32,
    /// Elements between the block and it.
    steps: u32,
}

impl Page<'_> {
    fn group(&self) -> Groups {
        let elements = &self.document.elements;
        let mut numbers: FxHashMap<(u32, u64), u32> =
            FxHashMap::with_capacity_and_hasher(elements.len(), FxBuildHasher);
        let mut groups = Groups { all: Vec::new(), of_element: Vec::with_capacity(elements.len()) };
        for element in elements {
            let number = *numbers.entry((element.parent, element.path)).or_insert_with(|| {
                groups.all.push(Group::default());
                groups.all.len() as u32 - 1
            });
            let group = &mut groups.all[number as usize];
            groups.of_element.push((number, group.members));
            group.members += u32::from(element.chars > 0);
            group.chars += element.chars;
            group.link_chars += element.link_chars;
            group.prose += self.prose[element.blocks.end as usize] - self.prose[element.blocks.start as usize];
        }
        groups
    }

    /// The nearest repeated element around each block, and the one whose group holds the most text.
    fn members(&self, groups: &Groups) -> Vec<[Option<Member>; 2]> {
        let elements = &self.document.elements;
        let of_block = |id: usize| {
            let (mut nearest, mut largest) = (None, None);
            let mut most = 0;
            let mut at = self.block(id).cues.element;
            for steps in 0..REACH as u32 {
                let Some(element) = elements.get(at as usize) else { break };
                let group = groups.all[groups.of_element[at as usize].0 as usize];
                if group.members >= REPEATED {
                    let member = Some(Member { element: at, steps });
                    nearest = nearest.or(member);
                    if group.chars > most {
                        (largest, most) = (member, group.chars);
                    }
                }
                if element.parent == at {
                    break;
                }
                at = element.parent;
            }
            [nearest, largest]
        };
        (0..self.document.blocks.len()).map(of_block).collect()
    }

    /// How a block takes part in what is repeated on the page.
    pub(super) fn repetition(&self, to: &mut Features<'_>) {
        let groups = self.group();
        let members = self.members(&groups);
        let elements = &self.document.elements;
        let prose = self.prose[to_end(&self.prose)].max(1) as f32;
        let names = ["near_group", "large_group"];
        for (which, name) in names.into_iter().enumerate() {
            let of = |id: usize| {
                members[id][which].map(|member| {
                    let (number, nth) = groups.of_element[member.element as usize];
                    (member, groups.all[number as usize], nth)
                })
            };
            let mut add = |at: i32, value: &dyn Fn(Member, Group, u32) -> f32| {
                to.add(name, at, |id| of(id).map_or(-1.0, |(member, group, nth)| value(member, group, nth)));
            };
            add(1, &|_, group, _| log(group.members));
            add(2, &|_, group, _| group.chars as f32 / self.chars);
            add(3, &|_, group, _| group.link_chars as f32 / group.chars.max(1) as f32);
            add(4, &|_, group, _| log(group.chars / group.members.max(1)));
            add(5, &|_, group, nth| nth as f32 / group.members.max(1) as f32);
            add(6, &|member, group, _| {
                let mean = group.chars as f32 / group.members.max(1) as f32;
                elements[member.element as usize].chars as f32 / mean.max(1.0)
            });
            add(7, &|member, _, _| member.steps as f32);
            add(8, &|_, group, _| group.prose as f32 / prose);
            add(9, &|member, _, _| {
                let blocks = &elements[member.element as usize].blocks;
                log(blocks.end - blocks.start)
            });
        }
        let largest = groups.all.iter().filter(|group| group.members >= REPEATED).max_by_key(|group| group.chars);
        let largest = largest.copied().unwrap_or_default();
        to.add("page_group", 1, |_| log(largest.members));
        to.add("page_group", 2, |_| largest.chars as f32 / self.chars);
        to.add("page_group", 3, |_| largest.link_chars as f32 / largest.chars.max(1) as f32);
        to.add("page_group", 4, |_| log(largest.chars / largest.members.max(1)));
        to.add("page_group", 5, |_| largest.prose as f32 / prose);
    }

    /// What else stands in the elements around a block.
    pub(super) fn company(&self, to: &mut Features<'_>) {
        let blocks = &self.document.blocks;
        let headings = self.sums(|id| u32::from(matches!(blocks[id].kind, BlockKind::Heading(_))));
        let embeds = self.sums(|id| blocks[id].cues.embeds.into());
        let controls = self.sums(|id| blocks[id].cues.controls.into());
        let links = self.sums(|id| blocks[id].cues.links.into());
        let short = self.sums(|id| u32::from(self.shapes[id].words < 5));
        let h1 = blocks.iter().position(|block| block.kind == BlockKind::Heading(1) && !block.cues.hidden);
        let weight = |id: &usize| if is_prose(&self.shapes[*id]) { self.shapes[*id].words } else { 0 };
        let longest = (0..to.rows).rev().max_by_key(weight);
        for (level, name) in (1..=LEVELS as i32).enumerate() {
            let inside = |id: usize| {
                let element = self.document.elements.get(self.chains[id][level] as usize)?;
                Some((element.blocks.start as usize, element.blocks.end as usize))
            };
            let mut add = |feature: &'static str, value: &dyn Fn(usize, usize) -> f32| {
                to.add(feature, name, |id| inside(id).map_or(-1.0, |(start, end)| value(start, end)));
            };
            add("around_headings", &|start, end| log(headings[end] - headings[start]));
            add("around_embeds", &|start, end| log(embeds[end] - embeds[start]));
            add("around_controls", &|start, end| log(controls[end] - controls[start]));
            add("around_links", &|start, end| log(links[end] - links[start]));
            add("around_short", &|start, end| (short[end] - short[start]) as f32 / (end - start).max(1) as f32);
            add("around_h1", &|start, end| f32::from(h1.is_some_and(|h1| (start..end).contains(&h1))));
            add("around_longest", &|start, end| f32::from(longest.is_some_and(|id| (start..end).contains(&id))));
        }
        self.articles(to);
    }

    /// Which `<article>` of the page a block stands in.
    fn articles(&self, to: &mut Features<'_>) {
        let elements = &self.document.elements;
        // For each element the outermost article around it, and each article's number.
        let mut article: Vec<Option<(u32, u32)>> = Vec::with_capacity(elements.len());
        let mut count = 0;
        for (id, element) in elements.iter().enumerate() {
            let above = if id > 0 { article[element.parent as usize] } else { None };
            article.push(match above {
                None if element.tag == "article" => {
                    count += 1;
                    Some((id as u32, count))
                }
                above => above,
            });
        }
        let largest = article.iter().flatten().map(|&(id, _)| elements[id as usize].chars).max().unwrap_or(0);
        let of = |id: usize| article.get(self.block(id).cues.element as usize).copied().flatten();
        to.add("article_nth", 0, |id| of(id).map_or(0.0, |(_, nth)| nth as f32));
        to.add("article_share", 0, |id| {
            of(id).map_or(-1.0, |(article, _)| elements[article as usize].chars as f32 / largest.max(1) as f32)
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use crate::parse::html::{self, Selectors};

    /// The value of a feature for each block of a page.
    fn column(html: &str, name: &str) -> Vec<f32> {
        let document = html::parse(html, &Selectors::default(), &Limits::default()).document;
        let features = Features::of(&document, None, None);
        let column = (0..features.columns()).find(|&column| features.name(column) == name).expect("a feature");
        features.column(column).to_vec()
    }

    const CARDS: &str = "<p>Three mills of the valley, and what became of them.</p><div>\
        <div class=card><b>Upper mill</b></div><div class=card><b>Lower mill</b></div><div class=card><b>Old mill</b></div>\
        </div>";

    #[test]
    fn cards_are_a_group_and_the_text_before_them_is_not() {
        let members = column(CARDS, "near_group.1");
        assert_eq!(members, [-1.0, log(3), log(3), log(3)]);
        let places = column(CARDS, "near_group.5");
        assert_eq!(places[1..], [0.0, 1.0 / 3.0, 2.0 / 3.0]);
        assert_eq!(column(CARDS, "page_group.1"), [log(3); 4]);
    }

    #[test]
    fn two_are_no_group() {
        let two = "<div><div class=card>Upper mill</div><div class=card>Lower mill</div></div>";
        assert_eq!(column(two, "near_group.1"), [-1.0; 2]);
    }

    #[test]
    fn the_largest_article_is_told_from_those_beside_it() {
        let page =
            "<article>The mill burned all night, and nobody could tell why.</article><article>Also read this</article>";
        assert_eq!(column(page, "article_nth"), [1.0, 2.0]);
        let shares = column(page, "article_share");
        assert!(shares[0] == 1.0 && shares[1] < 0.5, "{shares:?}");
    }
}
