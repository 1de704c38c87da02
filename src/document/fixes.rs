//! What was repaired in the characters of a document, counted.

/// A kind of repair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fix {
    /// Characters of UTF-8 that were read as another charset, and C1 controls that are windows-1252.
    Mojibake,
    /// HTML entities.
    Entities,
    /// Controls and invisible characters removed, line ends made one.
    Controls,
    /// Words brought to the Unicode form.
    Unicode,
    /// Runs of spaces, tabs and no-break spaces.
    Spaces,
    /// Quotes and apostrophes.
    Quotes,
    /// Words that a line end had parted.
    Hyphens,
    /// Lines of wrapped text joined to the line before.
    Wrapped,
}

impl Fix {
    /// All of them, in the order in which they are written.
    pub const ALL: [Fix; 8] = [
        Fix::Mojibake,
        Fix::Entities,
        Fix::Controls,
        Fix::Unicode,
        Fix::Spaces,
        Fix::Quotes,
        Fix::Hyphens,
        Fix::Wrapped,
    ];

    /// Its name in `fixes:`.
    pub fn name(self) -> &'static str {
        match self {
            Fix::Mojibake => "mojibake",
            Fix::Entities => "entities",
            Fix::Controls => "controls",
            Fix::Unicode => "unicode",
            Fix::Spaces => "spaces",
            Fix::Quotes => "quotes",
            Fix::Hyphens => "hyphens",
            Fix::Wrapped => "wrapped",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Fix> {
        Fix::ALL.into_iter().find(|fix| fix.name() == name)
    }
}

/// How many repairs of each kind there were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fixes([u32; Fix::ALL.len()]);

impl Fixes {
    /// The count of a kind.
    pub fn get(&self, fix: Fix) -> u32 {
        self.0[fix as usize]
    }

    /// The count of a kind, to be changed.
    pub fn of(&mut self, fix: Fix) -> &mut u32 {
        &mut self.0[fix as usize]
    }

    /// Adds the counts of others.
    pub fn add(&mut self, others: &Fixes) {
        for (count, other) in self.0.iter_mut().zip(others.0) {
            *count = count.saturating_add(other);
        }
    }

    /// Whether nothing was repaired.
    pub fn is_empty(&self) -> bool {
        *self == Fixes::default()
    }

    /// The kinds of which there were any, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (Fix, u32)> + '_ {
        Fix::ALL.into_iter().map(|fix| (fix, self.get(fix))).filter(|(_, count)| *count > 0)
    }
}
