//! The plain words of class, id, role and itemprop that say what an element is.
//!
//! Authors and publishing systems name their elements for themselves, and mostly in the same few words:
//! `entry-content`, `siteFooter`, `wp-block-latest-comments`. A name is split into its words and each is
//! looked up whole, so that `ad` is not found in `header`. Words that say the same share a bit.

use std::sync::LazyLock;

use super::table::Table;

/// The words; word i is bit i of [`crate::block::Element::words_said`]. At most 128.
pub const WORDS: [&str; LEXICON.len()] = {
    let mut words = [""; LEXICON.len()];
    let mut i = 0;
    while i < words.len() {
        words[i] = LEXICON[i].0;
        i += 1;
    }
    words
};

/// Every word with those that say the same, in English and German and as publishing systems run them
/// together. A plural in -s needs no entry.
#[rustfmt::skip]
const LEXICON: [(&str, &[&str]); 125] = [
    // What holds the article.
    ("article", &["artikel", "articles", "blogposting", "newsarticle", "articulo", "articolo", "artykul", "statya", "zhengwen"]),
    ("content", &["inhalt", "contents", "contenido", "contenu", "maincontent", "pagecontent", "contenuto", "conteudo", "inhoud", "tresc", "obsah", "innehall", "neirong"]),
    ("main", &["haupt", "mainbody", "primary", "principal"]),
    ("post", &["beitrag", "beitraege", "hentry", "posting", "blogpost"]),
    ("entry", &["eintrag"]),
    ("body", &["articlebody", "bodytext", "fliesstext", "postbody", "storybody", "postcontent", "reviewbody"]),
    ("text", &["parser", "richtext", "rte", "wysiwyg", "paragraph", "absatz", "prose"]),
    ("story", &["stories", "storytext"]),
    ("page", &["seite", "pagina"]),
    ("blog", &["weblog"]),
    ("news", &["nachrichten", "aktuell"]),
    ("single", &["permalink"]),
    ("feature", &["featured"]),
    ("intro", &["lead", "lede", "vorspann", "standfirst", "dek", "deck", "einleitung", "kicker"]),
    ("headline", &["ueberschrift", "heading"]),
    ("title", &["titel", "subtitle", "untertitel", "titre", "titulo", "titolo", "tytul", "biaoti"]),
    ("section", &["sektion", "abschnitt"]),
    ("wrapper", &["wrap", "container", "inner", "outer"]),
    // What people say below it.
    ("comment", &["kommentar", "kommentare", "comentario", "commentaire", "commentlist", "disqus", "discussion", "commentaires", "comentarios", "commenti", "reacties", "komentarze", "komentar", "kommentarii", "pinglun", "yorum"]),
    ("reply", &["replies", "antwort", "antworten"]),
    ("respond", &["commentform", "response", "antworte"]),
    ("forum", &["forums", "board", "bbs", "phpbb", "vbulletin", "xenforo"]),
    ("thread", &["threads", "conversation", "faden"]),
    ("topic", &["thema", "themen"]),
    ("message", &["nachricht", "msg"]),
    ("quote", &["blockquote", "zitat", "quotation", "pullquote"]),
    ("signature", &["signatur", "sig"]),
    ("vote", &["voting", "upvote", "downvote", "likes", "like"]),
    ("answer", &["answers", "acceptedanswer", "suggestedanswer"]),
    ("question", &["frage", "fragen"]),
    ("user", &["username", "member", "nutzer", "benutzer", "mitglied"]),
    ("avatar", &["gravatar"]),
    ("profile", &["profil"]),
    // How one gets about the site.
    ("nav", &["navigation", "navi", "navbar", "navigator", "subnav", "topnav", "mainnav", "navigationsleiste", "sitenav", "navegacion", "navigazione", "navegacao", "nawigacja", "daohang"]),
    ("menu", &["menue", "submenu", "megamenu", "dropdown", "hamburger", "offcanvas", "menubar", "menuitem"]),
    ("breadcrumb", &["breadcrumbs", "brotkrumen", "brotkrume", "crumb", "breadcrumblist", "ariane", "miga", "migas", "broodkruimel", "okruszki", "mianbaoxie"]),
    ("footer", &["fuss", "fusszeile", "foot", "contentinfo", "colophon", "pagefooter", "sitefooter", "pied", "piedpagina", "rodape", "stopka", "voettekst", "podval"]),
    ("header", &["kopf", "kopfzeile", "masthead", "head", "topbar", "siteheader", "pageheader", "entete", "cabecera", "cabecalho", "intestazione", "naglowek", "shapka"]),
    ("sidebar", &["seitenleiste", "seitenspalte", "rail", "sidenav", "randspalte", "secondary", "sidecol", "lateral", "sidomeny", "bocznica"]),
    ("aside", &["complementary", "marginalie"]),
    ("widget", &["widgets", "gadget", "portlet"]),
    ("toc", &["inhaltsverzeichnis", "tableofcontents"]),
    ("tabs", &["tab", "tablist", "tabpanel", "tabbed", "reiter"]),
    ("pagination", &["pager", "paging", "seitennavigation", "paginator", "pagenav"]),
    ("prev", &["previous", "vorherige", "zurueck", "prevnext"]),
    ("next", &["naechste", "weiter"]),
    ("skip", &["skiplink", "jump", "sprungmarke"]),
    ("toolbar", &["tools", "tool", "actions", "action", "controls"]),
    ("search", &["suche", "searchform", "searchbox", "suchen", "suchfeld", "recherche", "buscar", "busqueda", "buscador", "cerca", "ricerca", "zoeken", "szukaj", "sousuo"]),
    ("sitemap", &["directory", "verzeichnis"]),
    ("language", &["lang", "sprache", "locale", "translate", "langswitch", "localization", "country", "currency", "langue", "idioma", "lingua", "jezyk"]),
    ("logo", &["brand", "branding"]),
    ("link", &["links", "linklist", "blogroll", "verweise"]),
    ("button", &["btn", "cta", "knopf"]),
    // What is put beside the article.
    ("related", &["verwandt", "aehnliche", "similar", "mehrzumthema", "seealso", "relatedposts", "relacionados", "relacionadas", "relacionado", "correlati", "gerelateerd", "powiazane", "podobne", "xiangguan", "connexes"]),
    ("recommend", &["recommended", "recommendation", "recommendations", "empfehlung", "empfehlungen", "suggested", "suggestion", "outbrain", "taboola", "plista", "tuijian", "recomendados", "polecane", "consigliati"]),
    ("popular", &["trending", "beliebt", "meistgelesen", "mostread", "populaires", "populares", "popularne", "meest", "remen"]),
    ("latest", &["recent", "neueste", "newest", "aktuelle", "dernieres", "ultimas", "ultime", "najnowsze", "zuixin"]),
    ("more", &["mehr", "readmore", "weiterlesen", "loadmore", "continue"]),
    ("teaser", &["anreisser", "teaserlist", "promobox"]),
    ("excerpt", &["auszug", "snippet"]),
    ("summary", &["zusammenfassung", "abstract", "tldr", "synopsis", "resumen", "riassunto", "samenvatting"]),
    ("archive", &["archiv", "archives"]),
    ("listing", &["feed", "stream", "river", "results", "result", "ergebnisse"]),
    ("list", &["liste", "listitem", "itemlist", "itemlistelement"]),
    ("grid", &["raster", "masonry", "mosaic"]),
    ("card", &["karte", "tile", "kachel"]),
    ("item", &["objekt"]),
    ("carousel", &["slider", "slideshow", "slide", "swiper", "slick", "flickity", "karussell"]),
    // What wants something of the reader.
    ("share", &["sharing", "teilen", "addthis", "sharedaddy", "addtoany", "shariff", "sharethis", "sharebar", "partage", "partager", "compartir", "compartilhar", "condividi", "delen", "udostepnij", "dela", "fenxiang"]),
    ("social", &["facebook", "twitter", "whatsapp", "pinterest", "linkedin", "instagram", "socialmedia", "follow"]),
    ("newsletter", &["mailinglist", "mailchimp", "rundbrief", "nieuwsbrief", "boletin", "infolettre", "biuletyn"]),
    ("subscribe", &["subscription", "subscriber", "abo", "abonnieren", "abonnement", "optin"]),
    ("signup", &["registrieren", "registrierung", "register", "registration", "join"]),
    ("login", &["signin", "anmelden", "anmeldung", "logout", "account", "konto"]),
    ("cookie", &["cookies", "cookiebar", "cookiebanner", "onetrust", "cookiebot", "usercentrics"]),
    ("consent", &["gdpr", "dsgvo", "ccpa", "privacy", "datenschutz", "cmp", "tcf", "einwilligung", "rgpd", "zgoda", "lgpd"]),
    ("banner", &["leaderboard", "skyscraper", "billboard"]),
    ("ad", &["ads", "advert", "advertisement", "advertising", "werbung", "anzeige", "anzeigen", "adsense", "adsbygoogle", "dfp", "gpt", "adslot", "adbox", "adwrap", "reklame", "publicidad", "publicite", "publicidade", "pubblicita", "reklama", "advertentie", "guanggao", "reclame"]),
    ("sponsor", &["sponsored", "sponsoring", "affiliate", "partner"]),
    ("promo", &["promotion", "promoted", "angebot", "deal", "aktion"]),
    ("popup", &["pop", "interstitial", "lightbox", "fancybox"]),
    ("modal", &["dialog", "alertdialog"]),
    ("overlay", &["drawer", "flyout", "layer"]),
    ("alert", &["notice", "notification", "hinweis", "warning", "toast", "infobox", "note"]),
    ("donate", &["donation", "donations", "spende", "spenden", "spendenaufruf", "fundraising"]),
    ("support", &["unterstuetzen", "supporter", "patreon", "steady", "contribute", "membership"]),
    ("paywall", &["metered", "meter", "regwall", "bezahlschranke", "piano", "tinypass"]),
    ("premium", &["exclusive", "exklusiv"]),
    ("form", &["formular", "fieldset", "input", "field", "wpcf", "hubspot"]),
    ("contact", &["kontakt", "impressum", "imprint"]),
    ("legal", &["copyright", "disclaimer", "terms", "agb", "rechtliches", "license", "lizenz"]),
    ("download", &["downloads", "herunterladen", "appstore"]),
    // What is said about the article.
    ("meta", &["metadata", "metadaten", "postmeta", "postinfo", "info"]),
    ("byline", &["autorenzeile", "dateline", "bylines", "posted"]),
    ("author", &["autor", "autoren", "authors", "verfasser", "writer", "creator", "vcard", "bio", "auteur", "autore", "auteurs", "zuozhe"]),
    ("date", &["datum", "datetime", "pubdate", "published", "datepublished", "modified", "updated"]),
    ("time", &["zeit", "timestamp", "uhrzeit", "timeago"]),
    ("category", &["categories", "kategorie", "kategorien", "rubrik", "ressort", "cat", "catlinks"]),
    ("tag", &["tags", "schlagwort", "schlagworte", "keyword", "keywords", "stichwort", "taglist", "tagcloud"]),
    ("caption", &["bildunterschrift", "legende", "bildtext", "wpcaption", "legend", "pie", "didascalia", "legenda", "bijschrift", "podpis"]),
    ("credit", &["bildnachweis", "photocredit", "quelle", "source", "attribution"]),
    ("figure", &["image", "bild", "photo", "foto", "picture", "img", "thumbnail", "thumb", "abbildung"]),
    ("gallery", &["galerie", "bildergalerie", "galleries", "fotostrecke", "bilderstrecke"]),
    ("video", &["videos", "youtube", "vimeo", "jwplayer", "brightcove", "embed"]),
    ("audio", &["podcast", "vorlesen", "hoeren", "listen"]),
    ("player", &["mediaplayer", "playlist", "abspielen"]),
    ("correction", &["korrektur", "erratum", "corrections", "clarification"]),
    // Shops, references, questions.
    ("product", &["produkt", "produkte", "artikelnummer", "woocommerce", "sku", "produit", "producto", "prodotto", "produkty", "tovar"]),
    ("price", &["preis", "offer", "offers", "preise", "pricing", "prix", "precio", "prezzo", "cena"]),
    ("description", &["beschreibung", "desc", "produktbeschreibung", "descripcion", "descrizione", "descricao", "omschrijving", "opis"]),
    ("review", &["reviews", "bewertung", "bewertungen", "rezension", "testimonial", "testimonials", "avis", "opinie", "recensioni", "resenas", "avaliacoes", "otzyvy"]),
    ("rating", &["stars", "sterne", "score", "ratings"]),
    ("cart", &["warenkorb", "basket", "checkout", "minicart", "wishlist", "merkzettel", "bag", "panier", "carrito", "carrello", "winkelwagen", "koszyk"]),
    ("shop", &["store", "laden"]),
    ("spec", &["specs", "specification", "specifications", "technische", "datenblatt", "attributes", "features"]),
    ("faq", &["faqs", "accordion", "haeufige"]),
    ("documentation", &["docs", "doc", "document", "dokumentation", "markdown", "manual", "readme", "handbuch", "api"]),
    ("reference", &["references", "footnote", "footnotes", "fussnote", "fussnoten", "reflist", "citation", "literatur"]),
    ("recipe", &["rezept", "ingredient", "ingredients", "zutaten", "instructions", "zubereitung"]),
    ("code", &["highlight", "codehilite", "sourcecode", "hljs", "prettyprint"]),
    ("table", &["tabelle", "infotable"]),
    // What is not for the eye.
    ("hidden", &["hide", "invisible", "versteckt", "sr", "visually", "visuallyhidden", "screenreader", "offscreen", "none"]),
    ("print", &["drucken", "noprint"]),
    ("tooltip", &["tip", "popover", "hovercard"]),
];

/// Letters of the longest word of the lexicon, and as many as fit; what is longer is no word of it.
const LONGEST: usize = 24;

/// All words, packed, with the number of their bit.
static INDEX: LazyLock<Table<u8>> = LazyLock::new(|| {
    let with_synonyms = |(bit, (word, synonyms)): (u8, (&'static str, &'static [&'static str]))| {
        std::iter::once(word).chain(synonyms.iter().copied()).map(move |word| (Word::of(word).letters, bit))
    };
    Table::new((0..).zip(LEXICON).flat_map(with_synonyms))
});

/// A word of lower-case letters, five bits for each.
#[derive(Default)]
struct Word {
    letters: u128,
    length: usize,
}

impl Word {
    fn of(word: &str) -> Word {
        let mut packed = Word::default();
        word.bytes().for_each(|byte| packed.push(byte));
        packed
    }

    /// Adds a letter, be it a capital or not.
    fn push(&mut self, letter: u8) {
        self.letters = self.letters << 5 | u128::from(letter & 0x1f);
        self.length += 1;
    }

    /// The bit of the word, or of that whose plural in -s it is.
    fn bit(&self, index: &Table<u8>) -> u128 {
        if self.length == 0 || self.length > LONGEST {
            return 0;
        }
        let is_plural = self.letters & 0x1f == u128::from(b's' & 0x1f);
        let found = index.get(self.letters).or_else(|| is_plural.then(|| index.get(self.letters >> 5))?);
        found.map_or(0, |bit| 1 << bit)
    }
}

/// Words that say of an element what is in it: the rest of such a name speaks of something else. `has-sidebar` is no sidebar,
/// and what `has-text-color` need not be text.
pub const HOLDING: [&str; 3] = ["has", "with", "without"];

static HOLDING_LETTERS: LazyLock<[u128; 3]> = LazyLock::new(|| HOLDING.map(|word| Word::of(word).letters));

/// What the words of a name say, one after the other.
struct Saying<'i> {
    index: &'i Table<u8>,
    holding: &'i [u128],
    said: u128,
    /// Whether what follows in this name speaks of something else.
    elsewhere: bool,
}

impl Saying<'_> {
    /// Adds a word, which ends here.
    fn end(&mut self, word: &mut Word) {
        let word = std::mem::take(word);
        if !self.elsewhere {
            self.said |= word.bit(self.index);
            self.elsewhere = self.holding.contains(&word.letters);
        }
    }
}

/// The bit of a word in lower case, or of one that says the same, or of its plural in -s; 0 where it is none of ours.
///
/// ```
/// # use dehusk::parse::html::words::{bit, said};
/// assert_eq!(bit("kommentare"), bit("comment"));
/// assert_eq!(said("wp-block-latest-comments") & bit("comment"), bit("comment"));
/// assert_eq!(said("siteHeader") & bit("ad"), 0);
/// ```
pub fn bit(word: &str) -> u128 {
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) { Word::of(word).bit(&INDEX) } else { 0 }
}

/// The bits of all words in a class, id, role or itemprop.
///
/// Words end at anything but an ASCII letter, and at the humps of `camelCase` and `HTMLCase`. What an element is said to
/// have is not what it is.
///
/// ```
/// # use dehusk::parse::html::words::{bit, said};
/// assert_eq!(said("content has-left-sidebar"), bit("content"));
/// ```
pub fn said(name: &str) -> u128 {
    let mut saying = Saying { index: &INDEX, holding: &*HOLDING_LETTERS, said: 0, elsewhere: false };
    let bytes = name.as_bytes();
    let mut word = Word::default();
    for (at, &byte) in bytes.iter().enumerate() {
        if !byte.is_ascii_alphabetic() {
            saying.end(&mut word);
            saying.elsewhere &= !byte.is_ascii_whitespace();
            continue;
        }
        let hump = byte.is_ascii_uppercase()
            && word.length > 0
            && (bytes[at - 1].is_ascii_lowercase() || bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase));
        if hump {
            saying.end(&mut word);
        }
        word.push(byte);
    }
    saying.end(&mut word);
    saying.said
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_word_stands_once_and_can_be_found() {
        let mut seen = HashSet::new();
        for (word, synonyms) in LEXICON {
            for each in std::iter::once(&word).chain(synonyms) {
                assert!(seen.insert(*each), "{each} stands twice");
                assert!(each.len() <= LONGEST && each.bytes().all(|byte| byte.is_ascii_lowercase()), "{each}");
                assert_eq!(bit(each), bit(word), "{each}");
            }
            assert_eq!(bit(word).count_ones(), 1);
        }
        assert!(WORDS.len() <= 128);
        assert_eq!(bit(WORDS[7]), 1 << 7);
    }

    #[test]
    fn names_are_split_into_words() {
        for (name, words) in [
            ("entry-content", &["entry", "content"][..]),
            ("site_footer2", &["footer"]),
            ("articleBody", &["article", "body"]),
            ("NAVBar ADS", &["nav", "ad"]),
            ("HTMLContent", &["content"]),
            ("md:hidden", &["hidden"]),
            ("kommentar-liste werbung", &["comment", "list", "ad"]),
            ("tags", &["tag"]),
            ("widgets", &["widget"]),
            ("datePublished", &["date"]),
            ("sr-only", &["hidden"]),
            ("post has-thumbnail sidebar", &["post", "sidebar"]),
            ("layout--withSidebar main", &["main"]),
            ("hash-tag", &["tag"]),
        ] {
            assert_eq!(said(name), words.iter().map(|word| bit(word)).fold(0, |a, b| a | b), "{name}");
        }
    }

    #[test]
    fn parts_of_words_are_not_words() {
        for name in ["had", "shadow", "download-ing", "überad", "s", "", "-", "adadadadadadadadadadadadadadadad"] {
            assert_eq!(said(name) & bit("ad"), 0, "{name}");
        }
    }
}
