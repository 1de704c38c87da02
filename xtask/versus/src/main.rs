//! The peers that are crates, as workers of `cargo xtask versus`: `versus-peers NAME PAGES`.
//!
//! Each is called as its own documentation says, with the settings that reach most on the development pages:
//! comments off, as the references want; the page's address where the extractor takes one.

use std::path::Path;
use std::process::ExitCode;

use dom_smoothie::{Article, Config, Readability, TextMode};
use url::Url;
use versus_worker::{Answer, Extractor, Page, run};

/// The crate `rs-trafilatura`. It knows seven types of pages, partly by their address.
struct RsTrafilatura;

impl Extractor for RsTrafilatura {
    type Input = (String, rs_trafilatura::Options);
    type Output = rs_trafilatura::ExtractResult;

    fn prepare(&self, page: Page) -> Self::Input {
        (page.html, rs_trafilatura::Options { url: page.url, ..Default::default() })
    }

    fn extract(&self, (html, options): &Self::Input) -> Result<Self::Output, String> {
        rs_trafilatura::extract_with_options(html, options).map_err(|error| error.to_string())
    }

    fn answer(&self, found: Self::Output) -> Answer {
        Answer {
            text: found.content_text,
            title: found.metadata.title.unwrap_or_default(),
            author: found.metadata.author.unwrap_or_default(),
            date: found.metadata.date.map(|date| date.to_rfc3339()).unwrap_or_default(),
            error: None,
        }
    }
}

/// The crate `trafilatura`, with its fallback extractors.
struct Trafilatura;

impl Extractor for Trafilatura {
    type Input = (String, trafilatura::Options);
    type Output = trafilatura::ExtractResult;

    fn prepare(&self, page: Page) -> Self::Input {
        let options = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
        let url = page.url.and_then(|url| Url::parse(&url).ok());
        (page.html, match url {
            Some(url) => options.with_url(url),
            None => options,
        })
    }

    fn extract(&self, (html, options): &Self::Input) -> Result<Self::Output, String> {
        trafilatura::extract(html, options).map_err(|error| error.to_string())
    }

    fn answer(&self, found: Self::Output) -> Answer {
        Answer {
            text: found.content_text,
            title: found.metadata.title,
            author: found.metadata.author,
            date: found.metadata.date.map(|date| date.to_string()).unwrap_or_default(),
            error: None,
        }
    }
}

/// The crate `dom_smoothie`, a Readability. Its plain text glues paragraphs together, so it is asked for formatted text.
struct DomSmoothie;

impl Extractor for DomSmoothie {
    type Input = Page;
    type Output = Article;

    fn prepare(&self, page: Page) -> Page {
        // It refuses an address that it cannot parse, where others do without.
        Page { url: page.url.filter(|url| Url::parse(url).is_ok()), ..page }
    }

    fn extract(&self, page: &Page) -> Result<Article, String> {
        let config = Config { text_mode: TextMode::Formatted, ..Config::default() };
        Readability::new(page.html.as_str(), page.url.as_deref(), Some(config))
            .and_then(|mut readability| readability.parse())
            .map_err(|error| error.to_string())
    }

    fn answer(&self, article: Article) -> Answer {
        Answer {
            text: article.text_content.to_string(),
            title: article.title,
            author: article.byline.unwrap_or_default(),
            date: article.published_time.unwrap_or_default(),
            error: None,
        }
    }
}

/// The crate `plsfix`, which repairs characters; a page is a text here. It is called line by line: over a whole text
/// one bad line costs it all of them.
struct Plsfix;

impl Extractor for Plsfix {
    type Input = String;
    type Output = String;

    fn prepare(&self, page: Page) -> String {
        page.html
    }

    fn extract(&self, text: &String) -> Result<String, String> {
        Ok(text.split_inclusive('\n').map(|line| plsfix::fix_text(line, None)).collect())
    }

    fn answer(&self, text: String) -> Answer {
        Answer { text, ..Answer::default() }
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, name, pages] = &arguments[..] else {
        eprintln!("versus-peers NAME PAGES");
        return ExitCode::FAILURE;
    };
    let pages = Path::new(pages);
    let done = match name.as_str() {
        "rs-trafilatura" => run(&RsTrafilatura, pages),
        "trafilatura-crate" => run(&Trafilatura, pages),
        "dom_smoothie" => run(&DomSmoothie, pages),
        "plsfix" => run(&Plsfix, pages),
        _ => Err(std::io::Error::other(format!("no such peer: {name}"))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("versus-peers: {error}");
            ExitCode::FAILURE
        }
    }
}
