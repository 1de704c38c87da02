//! Addresses: made absolute, and the name of their host.

use url::Url;

/// Longest address that is kept, in bytes; longer ones are data in disguise.
const LONGEST: usize = 2_048;

/// A web address, made absolute by `base`; `None` for anything that is not http(s).
pub(super) fn absolute(address: &str, base: Option<&str>) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.len() > LONGEST {
        return None;
    }
    let parsed = match Url::parse(address) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => Url::parse(base?).ok()?.join(address).ok()?,
        Err(_) => return None,
    };
    (matches!(parsed.scheme(), "http" | "https") && parsed.host_str().is_some()).then(|| parsed.to_string())
}

/// Host of an address without `www.`.
pub fn hostname(address: &str) -> Option<String> {
    let parsed = Url::parse(address.trim()).ok()?;
    let host = parsed.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// Whether two addresses are one, however they are written.
pub fn is_same_address(one: &str, other: &str) -> bool {
    let parsed = |address: &str| Url::parse(address.trim()).ok();
    one == other || parsed(one).is_some_and(|one| parsed(other) == Some(one))
}

/// The path of an address, `/` where there is none.
pub(super) fn path(address: &str) -> Option<String> {
    Url::parse(address.trim()).ok().map(|url| url.path().to_owned())
}

/// Whether an address is that of a site's first page: no path, and in the query nothing but how a visitor came.
pub(super) fn is_front(address: &str) -> bool {
    let Ok(url) = Url::parse(address.trim()) else { return false };
    let is_trace = |name: &str| name.starts_with("utm_") || ["srsltid", "gclid", "fbclid", "ref"].contains(&name);
    url.path() == "/" && url.query_pairs().all(|(name, _)| is_trace(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_absolute() {
        let base = Some("https://www.example.org/a/b?c");
        for (address, expected) in [
            ("https://example.org/x", Some("https://example.org/x")),
            ("/x", Some("https://www.example.org/x")),
            ("//cdn.example.org/x", Some("https://cdn.example.org/x")),
            ("javascript:alert(1)", None),
            ("mailto:jane@example.org", None),
            ("http://", None),
            ("", None),
        ] {
            assert_eq!(absolute(address, base).as_deref(), expected, "{address}");
        }
        assert_eq!(absolute("/x", None), None);
    }

    #[test]
    fn first_pages() {
        for address in ["https://example.org", "https://example.org/?utm_source=a&srsltid=b", "https://example.org/#a"]
        {
            assert!(is_front(address), "{address}");
        }
        for address in ["https://example.org/tea", "https://example.org/?p=17", "example.org"] {
            assert!(!is_front(address), "{address}");
        }
    }

    #[test]
    fn hosts_lose_their_www() {
        assert_eq!(hostname("https://www.example.org/x").as_deref(), Some("example.org"));
        assert_eq!(hostname("https://news.example.org").as_deref(), Some("news.example.org"));
        assert_eq!(hostname("example.org"), None);
    }
}
