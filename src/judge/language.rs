//! Which language a text is in, as far as the letters tell.

/// A language and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detected {
    /// ISO 639-1 code where there is one, else ISO 639-3.
    pub code: &'static str,
    /// 0 to 1.
    pub score: f32,
}
