//! The texts of JSON-LD: bodies of articles and posts, descriptions of what is offered.

use super::json::{Id, Json, Kind};
use super::prose::Draft;

/// Keys whose values are about somebody or something else than what the page is there for.
const BESIDE: [&str; 20] = [
    "publisher",
    "author",
    "creator",
    "contributor",
    "image",
    "logo",
    "offers",
    "brand",
    "manufacturer",
    "hiringOrganization",
    "breadcrumb",
    "potentialAction",
    "isPartOf",
    "isRelatedTo",
    "isSimilarTo",
    "mentions",
    "about",
    "video",
    "review",
    "reviews",
];

/// Keys whose values are several things: none of them is the one that the page is about.
const SEVERAL: [&str; 3] = ["itemListElement", "hasPart", "hasVariant"];

/// What a node's type says of the texts in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Genre {
    /// Something written: its text is the text.
    Writing,
    /// A question or an answer.
    Answer,
    Recipe,
    Step,
    /// A position; its description is the text.
    Job,
    /// Something that is described.
    Thing,
}

fn genre(kind: &str) -> Option<Genre> {
    Some(match kind {
        "BlogPosting"
        | "DiscussionForumPosting"
        | "SocialMediaPosting"
        | "LiveBlogPosting"
        | "Report"
        | "Comment"
        | "Chapter"
        | "CreativeWork"
        | "HowTo" => Genre::Writing,
        "Question" | "Answer" => Genre::Answer,
        "Recipe" => Genre::Recipe,
        "HowToStep" | "HowToSection" | "HowToDirection" | "HowToTip" => Genre::Step,
        "JobPosting" => Genre::Job,
        "Product"
        | "ProductGroup"
        | "IndividualProduct"
        | "Event"
        | "Course"
        | "Book"
        | "Movie"
        | "SoftwareApplication"
        | "WebApplication"
        | "MobileApplication"
        | "VideoGame"
        | "VideoObject"
        | "PodcastEpisode"
        | "Dataset"
        | "Service"
        | "TouristAttraction"
        | "Accommodation"
        | "Apartment"
        | "Residence"
        | "Vehicle"
        | "Car"
        | "MusicAlbum"
        | "MusicRecording" => Genre::Thing,
        _ if kind.ends_with("Article") => Genre::Writing,
        _ if kind.ends_with("Event") => Genre::Thing,
        _ => return None,
    })
}

/// The texts of a page's JSON-LD.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// What was written: articles, posts, steps, advertised positions.
    pub(super) bodies: Draft,
    /// Questions with their answers, which shops too have below everything else.
    pub(super) answers: Draft,
    /// What is said about the thing that the page is about, the first one that is met.
    pub(super) descriptions: Draft,
}

impl Linked {
    /// Adds the texts of one script, in their order. Comments and CDATA marks may stand before the JSON, and
    /// several values in one script.
    pub(super) fn read_script(&mut self, script: &str) {
        let mut rest = script;
        while let Some(start) = rest.find(['{', '[']) {
            let (Ok(length) | Err(length)) = Json::read(&rest[start..]).map(|(json, length)| {
                self.read(&json);
                length
            });
            rest = &rest[start + length.max(1)..];
        }
    }

    fn read(&mut self, json: &Json<'_>) {
        let (mut beside, mut several) = (0, 0);
        for id in json.ids() {
            if id < beside {
                continue;
            }
            if SEVERAL.contains(&json.key(id)) {
                several = several.max(json.end(id));
            }
            if BESIDE.contains(&json.key(id)) {
                beside = json.end(id);
            } else if json.kind(id) == Kind::Object
                && let Some(genre) = types(json, id).find_map(genre_of)
                && (genre != Genre::Thing || id >= several)
            {
                self.node(json, id, genre);
            }
        }
    }

    fn node(&mut self, json: &Json<'_>, id: Id, genre: Genre) {
        let text = |key: &str| json.get(id, key).map(|value| json.text(value)).filter(|text| !text.trim().is_empty());
        let body = text("articleBody").or_else(|| text("text"));
        match genre {
            Genre::Writing => {
                if let Some(body) = body {
                    self.bodies.add(&body);
                }
            }
            Genre::Answer => {
                if let Some(name) = text("name").filter(|_| body.is_none()) {
                    self.answers.add_as("h3", &name);
                }
                if let Some(body) = body {
                    self.answers.add(&body);
                }
            }
            Genre::Recipe => {
                if let Some(description) = text("description") {
                    self.bodies.add(&description);
                }
                for key in ["recipeIngredient", "ingredients", "recipeInstructions"] {
                    self.entries(json, id, key);
                }
            }
            Genre::Step => {
                if let Some(step) = body.or_else(|| text("name")) {
                    self.bodies.add(&step);
                }
            }
            Genre::Job => {
                let keys = ["description", "responsibilities", "qualifications", "skills", "experienceRequirements"];
                for part in keys.iter().filter_map(|key| text(key)) {
                    self.bodies.add(&part);
                }
            }
            Genre::Thing => {
                if let Some(description) = text("description").filter(|_| self.descriptions.len() == 0) {
                    self.descriptions.add(&description);
                }
            }
        }
    }

    /// A text, or a list of texts; steps that are nodes of their own are met later.
    fn entries(&mut self, json: &Json<'_>, id: Id, key: &str) {
        let Some(value) = json.get(id, key) else { return };
        if json.kind(value) == Kind::Text {
            self.bodies.add(&json.text(value));
            return;
        }
        let texts: Vec<Id> = json.children(value).filter(|&entry| json.kind(entry) == Kind::Text).collect();
        if texts.is_empty() {
            return;
        }
        self.bodies.open("ul");
        for entry in texts {
            self.bodies.add_as("li", &json.text(entry));
        }
        self.bodies.close("ul");
    }
}

/// Names of a node's types, as they are written.
fn types<'j>(json: &'j Json<'_>, id: Id) -> impl Iterator<Item = &'j str> {
    let said = json.get(id, "@type");
    said.into_iter().flat_map(move |said| {
        let own = (json.kind(said) == Kind::Text).then_some(said);
        own.into_iter().chain(json.children(said)).map(|name| json.raw(name))
    })
}

/// The genre of a type, with or without its vocabulary's address in front.
fn genre_of(name: &str) -> Option<Genre> {
    genre(name.rsplit(['/', '#', ':']).next().unwrap_or(name))
}
