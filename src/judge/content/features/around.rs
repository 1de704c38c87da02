//! What a block stands in: the elements around it, wrappers passed over, and those of the same make.

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Features, LEVELS, Page, is_prose, log, to_end};

impl Page<'_> {
    /// What the block stands in, wrappers passed over.
    pub(super) fn around(&self, to: &mut Features<'_>) {
        let (elements, chains) = (&self.document.elements, &self.chains);
        for (level, name) in (1..=LEVELS as i32).enumerate() {
            let of = |id: usize| elements.get(chains[id][level] as usize);
            let per = |part: u32, whole: u32| part as f32 / whole.max(1) as f32;
            to.add("around_chars", name, |id| of(id).map_or(-1.0, |element| log(element.chars)));
            to.add("around_share", name, |id| of(id).map_or(-1.0, |element| element.chars as f32 / self.chars));
            to.add("around_density", name, |id| of(id).map_or(-1.0, |element| per(element.link_chars, element.chars)));
            to.add("around_paragraphs", name, |id| {
                of(id).map_or(-1.0, |element| per(element.paragraph_chars, element.chars))
            });
            to.add("around_blocks", name, |id| {
                of(id).map_or(-1.0, |element| log(element.blocks.end - element.blocks.start))
            });
            to.add("around_block_chars", name, |id| {
                of(id).map_or(-1.0, |element| log(element.chars / (element.blocks.end - element.blocks.start).max(1)))
            });
            to.add("around_place", name, |id| {
                of(id).map_or(-1.0, |element| {
                    (id as f32 - element.blocks.start as f32)
                        / (element.blocks.end - element.blocks.start).max(1) as f32
                })
            });
            to.add("around_nth", name, |id| of(id).map_or(-1.0, |element| log(element.nth)));
            to.add("around_prose", name, |id| {
                of(id).map_or(-1.0, |element| {
                    let (start, end) = (element.blocks.start as usize, element.blocks.end as usize);
                    (self.prose[end] - self.prose[start]) as f32 / self.prose[to_end(&self.prose)].max(1) as f32
                })
            });
        }
    }

    /// The blocks that stand in elements of the same make.
    pub(super) fn alike(&self, to: &mut Features<'_>) {
        #[derive(Default, Clone, Copy)]
        struct Make {
            blocks: u32,
            chars: u32,
            linked: u32,
            prose: u32,
        }
        for (name, up) in [("own_make", 0), ("parent_make", 1), ("grand_make", 2)] {
            let path = |id: usize| {
                let mut at = self.block(id).cues.element;
                for _ in 0..up {
                    at = self.document.elements.get(at as usize).map_or(at, |element| element.parent);
                }
                self.document.elements.get(at as usize).map_or(0, |element| element.path)
            };
            let mut makes: FxHashMap<u64, Make> = FxHashMap::with_capacity_and_hasher(to.rows, FxBuildHasher);
            for id in 0..to.rows {
                let make = makes.entry(path(id)).or_default();
                make.blocks += 1;
                make.chars += self.shapes[id].chars;
                make.linked += self.block(id).cues.link_chars;
                make.prose += if is_prose(&self.shapes[id]) { self.shapes[id].words } else { 0 };
            }
            let of: Vec<Make> = (0..to.rows).map(|id| makes[&path(id)]).collect();
            to.add(name, 1, |id| log(of[id].blocks));
            to.add(name, 2, |id| log(of[id].chars));
            to.add(name, 3, |id| of[id].linked as f32 / of[id].chars.max(1) as f32);
            to.add(name, 4, |id| log(of[id].prose));
            to.add(name, 5, |id| of[id].chars as f32 / self.chars);
            to.add(name, 6, |id| log(of[id].chars / of[id].blocks.max(1)));
            to.add(name, 7, |id| of[id].prose as f32 / self.prose[to_end(&self.prose)].max(1) as f32);
        }
        let mut texts: FxHashMap<&str, u32> = FxHashMap::with_capacity_and_hasher(to.rows, FxBuildHasher);
        for block in &self.document.blocks {
            *texts.entry(&block.text).or_default() += 1;
        }
        to.add("repeated", 0, |id| log(texts[self.block(id).text.as_str()]));
    }
}
