//! Words in front of the values of a metadata line, in lower case.

use super::author::lowercase_prefix;
use super::lexicon::Lexicon;

/// In front of a date of publication.
#[rustfmt::skip]
pub(super) static PUBLISHED: Lexicon = Lexicon::of(&[
    "date", "published", "published on", "published at", "first published", "first published on",
    "originally published", "originally published on", "date published", "publication date", "publish date",
    "posted", "posted on", "created", "created on", "datum", "veröffentlicht", "veröffentlicht am", "publiziert am",
    "erschienen am", "erstellt am", "erstellt", "geschrieben am", "gepostet am", "publié", "publié le", "publiée le",
    "publicado", "publicado el", "publicado em", "publicado en", "fecha", "data", "pubblicato", "pubblicato il",
    "gepubliceerd op", "gepubliceerd", "geplaatst op", "opublikowano", "data publikacji", "publicerad", "publicerat",
    "publisert", "publikováno", "опубликовано", "дата публикации", "опубліковано", "yayınlanma tarihi", "发布时间",
    "发布日期", "日期", "公開日", "投稿日",
    "mis en ligne le", "posté le", "fecha de publicación", "data de publicação", "data di pubblicazione",
    "publicatiedatum", "data dodania", "dodano", "datum publikace", "zveřejněno", "дата", "дата публікації",
    "yayın tarihi", "yayınlanma", "تاريخ النشر", "نُشر في", "نشر في", "發佈時間", "發布日期", "发布于", "発行日", "掲載日", "公開日時",
    "udgivet", "offentliggjort", "publiceret", "julkaistu", "közzétéve", "megjelent", "publicat", "publicat la",
    "δημοσιεύτηκε", "δημοσιεύθηκε", "δημοσίευση", "публикувано", "публикувано на", "публикувана на", "objavljeno",
    "објављено", "zverejnené", "publikované", "paskelbta", "publikuota", "publicēts", "avaldatud", "פורסם",
    "publicat el", "dipublikasikan", "diterbitkan", "입력", "등록", "기사입력", "đăng ngày", "ngày đăng",
    "时间", "時間", "發布時間", "发表时间", "發表時間", "发表于", "公開", "配信日時", "掲載日時", "投稿日時", "승인", "기사승인", "입력시간",
    "등록일", "작성일", "게시일", "발행일", "송고시간", "प्रकाशित", "प्रकाशन तिथि",
    "ngày xuất bản", "תאריך פרסום",
]);

/// How blogs begin the sentence that says when and where an entry was published, as the themes of WordPress have it.
#[rustfmt::skip]
static ENTRY: Lexicon = Lexicon::of(&[
    "this entry was posted", "this post was posted", "this post was published", "this article was posted",
    "this article was published", "dieser eintrag", "dieser beitrag", "dieser artikel", "cet article a été publié",
    "cette entrée a été publiée", "ce billet a été publié", "esta entrada fue publicada", "esta entrada se publicó",
    "este artículo fue publicado", "questo articolo è stato pubblicato", "questa voce è stata pubblicata",
    "esta entrada foi publicada", "este artigo foi publicado", "dit bericht werd geplaatst",
    "dit bericht is geplaatst", "ten wpis został opublikowany", "wpis został opublikowany", "эта запись опубликована",
    "запись опубликована", "цей запис був опублікований", "detta inlägg publicerades", "detta inlägg postades",
    "bu yazı", "本条目发布于", "本文发布于",
]);

/// What must follow where the beginning does not say it.
const PUBLISHED_LATER: &[&str] = &["veröffentlicht", "gepostet", "geschrieben", "publiziert", "erstellt", "yayınlan"];

/// In front of a date of the last change.
#[rustfmt::skip]
pub(super) static MODIFIED: Lexicon = Lexicon::of(&[
    "updated", "updated on", "last updated", "last updated on", "last modified", "last modified on", "modified",
    "date modified", "date updated", "stand", "aktualisiert", "aktualisiert am", "zuletzt aktualisiert",
    "zuletzt aktualisiert am", "letzte aktualisierung", "letzte änderung", "zuletzt geändert", "zuletzt geändert am",
    "mis à jour", "mis à jour le", "modifié le", "actualizado", "actualizado el", "atualizado em", "aggiornato il",
    "ultima modifica", "ultimo aggiornamento", "bijgewerkt op", "laatst bijgewerkt", "zaktualizowano",
    "aktualizacja", "uppdaterad", "aktualizováno", "обновлено", "оновлено", "güncelleme tarihi", "更新时间", "更新日",
    "最終更新日",
    "mise à jour", "dernière mise à jour", "última actualización", "última atualização", "atualizado",
    "aggiornato", "laatst gewijzigd", "ostatnia aktualizacja", "senast uppdaterad", "poslední aktualizace",
    "дата обновления", "последнее обновление", "останнє оновлення", "güncelleme", "güncellenme tarihi",
    "son güncelleme", "آخر تحديث", "تم التحديث", "最后更新", "更新於", "更新日時",
    "opdateret", "oppdatert", "päivitetty", "frissítve", "actualizat", "actualizat la", "ενημερώθηκε",
    "τελευταία ενημέρωση", "обновено", "ažurirano", "ажурирано", "aktualizované", "posodobljeno", "atnaujinta",
    "atjaunots", "papildināts", "uuendatud", "עודכן", "actualitzat", "diperbarui", "수정", "최종수정", "cập nhật",
    "更新", "수정일", "최종 수정", "업데이트", "cập nhật lúc", "अपडेट", "अपडेटेड",
    "最新推荐文章于", "cập nhật lần cuối", "terakhir diperbarui", "עודכן לאחרונה", "अंतिम अपडेट",
]);

/// Those of both that are words of any sentence too: what stands behind such a field is no other text.
pub(super) const COMMON: &[&str] = &["时间", "時間", "公開", "更新"];

/// Right behind a date of publication: `12:30公開`, `2025.09.04 12:30 입력`.
#[rustfmt::skip]
pub(super) static PUBLISHED_BEHIND: Lexicon = Lexicon::of(&[
    "公開", "配信", "掲載", "投稿", "首次发布", "首发", "发布", "發布", "發佈", "发表", "입력", "등록", "승인", "송고",
]);

/// Right behind a date of the last change: `12:30更新`.
pub(super) static MODIFIED_BEHIND: Lexicon = Lexicon::of(&["更新", "修改", "수정"]);

/// In front of a date that such a word follows: `于 2025-02-06 首次发布`.
pub(super) const BEFORE_WORD: &[&str] = &["已于", "于"];

/// In front of a date that follows another field: `by Jane Doe on January 3, 2024`.
pub(super) static ON: Lexicon = Lexicon::of(&["on", "am", "vom", "le", "el", "il", "em", "op", "at"]);

/// In front of names, also without a date beside them.
#[rustfmt::skip]
pub(super) static BY: Lexicon = Lexicon::of(&["by", "written by", "posted by", "story by", "words by", "von", "ein beitrag von", "ein gastbeitrag von", "geschrieben von", "verfasst von", "veröffentlicht von", "erstellt von", "écrit par", "rédigé par", "publié par", "escrito por", "publicado por", "scritto da", "pubblicato da", "geschreven door", "geplaatst door", "postado por", "napisane przez", "dodane przez", "scris de", "ditulis oleh"]);

/// In front of names, where a date stands beside them.
#[rustfmt::skip]
pub(super) static BY_BESIDE_DATE: Lexicon = Lexicon::of(&["published by", "par", "por", "di", "door", "przez", "av", "af"]);

/// Those of them that need no date in a text of their language, where they mean what "by" does.
pub(super) const BY_IN: &[(&str, &str)] = &[
    ("fr", "par"),
    ("es", "por"),
    ("pt", "por"),
    ("it", "di"),
    ("nl", "door"),
    ("sv", "av"),
    ("nb", "av"),
    ("no", "av"),
    ("da", "af"),
];

/// What writers do, in small letters behind their names: `By Jane Roe, political editor`.
#[rustfmt::skip]
pub(super) const CALLINGS: &[&str] = &[
    "writer", "editor", "reporter", "correspondent", "columnist", "contributor", "journalist", "photographer", "critic",
    "producer", "journaliste", "rédacteur", "rédactrice", "correspondant", "correspondante", "periodista", "redactor",
    "redactora", "corresponsal", "giornalista", "jornalista", "repórter", "verslaggever", "redacteur", "reporterka",
];

/// Small words within what writers do: `Editor of the Example Times`.
pub(super) const SMALL: &[&str] = &["of", "for", "the", "and", "at", "in", "für", "der", "de", "du", "del", "della"];

/// In front of a colon and the names of authors.
#[rustfmt::skip]
pub(super) const AUTHOR: &[&str] = &[
    "author", "authors", "byline", "by", "written by", "autor", "autorin", "autoren", "autor/in", "von", "text von", "text", "redaktion", "author(s)", "contributor", "contributors", "tekst", "texte", "rédaction", "testo",
    "auteur", "auteurs", "par", "autora", "por", "autore", "di", "door", "автор", "yazan", "作者", "文",
    "författare", "skribent", "forfatter", "автори", "авторы", "текст", "yazar", "الكاتب", "بقلم", "كاتب", "記者",
    "记者", "编辑", "執筆者", "著者", "筆者", "kirjoittaja", "toimittaja", "teksti", "szerző", "írta", "autori", "συντάκτης",
    "συγγραφέας",
    "投稿者", "ライター", "글쓴이", "작성자", "penulis", "tác giả", "redactor", "autor/a",
];

/// In front of a colon and a list of sections.
#[rustfmt::skip]
pub(super) const CATEGORIES: &[&str] = &[
    "category", "categories", "section", "filed under", "posted in", "published in", "kategorie", "kategorien",
    "rubrik", "veröffentlicht in", "abgelegt unter", "catégorie", "catégories", "categoría", "categorías",
    "categoria", "categorie", "kategoria", "kategori", "рубрика", "分类", "カテゴリー",
    "rubrique", "sección", "seção", "sezione", "rubriek", "dział", "kategorier", "категория", "категории",
    "категорія", "kategoriler", "التصنيف", "التصنيفات", "القسم", "分類", "栏目", "カテゴリ",
    "kategoriat", "kategória", "kategóriák", "rovat", "categorii", "κατηγορία", "κατηγορίες",
    "chuyên mục", "קטגוריה", "קטגוריות", "دسته‌بندی", "श्रेणी", "หมวดหมู่",
];

/// In front of a colon and a list of keywords.
#[rustfmt::skip]
pub(super) const TAGS: &[&str] = &[
    "tags", "tag", "keywords", "tagged", "tagged with", "schlagworte", "schlagwörter", "schlagwort", "stichworte",
    "stichwörter", "mots-clés", "étiquettes", "etiquetas", "palabras clave", "palavras-chave", "parole chiave",
    "tagi", "trefwoorden", "теги", "метки", "标签", "タグ",
    "étiquette", "etiketter", "štítky", "klíčová slova", "słowa kluczowe", "nyckelord", "тэги", "ключевые слова",
    "мітки", "ключові слова", "etiketler", "anahtar kelimeler", "الوسوم", "الكلمات المفتاحية", "关键词", "關鍵字", "標籤",
    "キーワード", "stikkord", "emneord", "nøgleord", "avainsanat", "tunnisteet", "asiasanat", "címkék", "címke",
    "kulcsszavak", "etichete", "cuvinte cheie", "ετικέτες", "λέξεις κλειδιά",
    "キーワード", "từ khóa", "từ khoá", "kata kunci", "תגיות", "برچسب‌ها", "برچسب ها", "टैग", "แท็ก",
];

/// In front of a colon and a title.
pub(super) const TITLE: &[&str] = &["title", "headline", "titel"];

/// In front of an address.
pub(super) const URL: &[&str] = &["url", "link", "permalink", "canonical", "source url", "source", "quelle"];

/// In front of a colon and whoever the text was taken from, where a date stands beside it.
#[rustfmt::skip]
pub(super) static ORIGIN: Lexicon = Lexicon::of(&[
    "source", "quelle", "fuente", "fonte", "bron", "źródło", "zdroj", "kaynak", "источник", "джерело", "来源", "來源",
    "文章来源", "信息来源", "新闻来源", "稿源", "出处", "出處", "提供", "出典", "출처", "kilde", "källa", "lähde", "forrás",
    "sursa", "πηγή", "المصدر", "sumber", "nguồn",
]);

/// Names of our own header and of other programs' dumps: they stand in lower case, right before a colon.
pub(super) const DUMPED: &[&str] =
    &["hostname", "sitename", "description", "language", "license", "id", "fingerprint", "words"];

/// In front of the minutes that reading takes.
#[rustfmt::skip]
pub(super) static READING: Lexicon = Lexicon::of(&[
    "reading time", "read time", "estimated reading time", "estimated read time", "time to read", "lesezeit",
    "lesedauer", "geschätzte lesezeit", "temps de lecture", "tiempo de lectura", "tempo di lettura",
    "tempo de leitura", "leestijd", "czas czytania", "lästid", "время чтения", "okuma süresi",
    "durée de lecture", "tiempo estimado de lectura", "doba čtení", "час читання", "مدة القراءة", "وقت القراءة",
    "阅读时间", "読了時間", "læsetid", "lesetid", "lukuaika", "olvasási idő", "timp de citire", "timp citire",
    "timp de lectură", "χρόνος ανάγνωσης", "εκτιμώμενος χρόνος ανάγνωσης",
]);

/// Minutes.
#[rustfmt::skip]
pub(super) static MINUTES: Lexicon = Lexicon::of(&[
    "min", "mins", "minute", "minutes", "minuten", "minuti", "minutos", "minuto", "minut", "minuty", "minuter",
    "мин", "минут", "хв", "dk",
    "minuuttia", "минуты", "хвилин", "хвилини", "dakika", "دقيقة", "دقائق", "分钟", "分鐘", "分",
    "minutter", "minuttia", "perc", "perces", "λεπτά", "λεπτό",
]);

/// After the minutes: `4 min read`.
#[rustfmt::skip]
pub(super) static READ: Lexicon = Lexicon::of(&[
    "read", "reading time", "reading", "to read", "lesezeit", "lesedauer", "zu lesen", "de lecture", "de lectura",
    "de leitura", "di lettura", "leestijd", "czytania", "läsning", "чтения", "okuma",
    "čtení", "читання", "okuma süresi", "قراءة", "læsetid", "lesetid", "lukuaika", "olvasási idő", "olvasmány", "de citire", "ανάγνωση",
    "ανάγνωσης",
]);

/// Whether a line begins with a word for authors and a colon: `Autorin: Jane Doe`.
pub(super) fn announces_author(line: &str) -> bool {
    let key = line.split_once([':', '：']).map(|(key, _)| key.trim()).filter(|key| key.len() <= 32);
    key.is_some_and(|key| AUTHOR.contains(&key.to_lowercase().as_str()))
}

/// Whether a line is the sentence that says when an entry was published: `This entry was posted on May 19, 2010`.
pub(super) fn tells_of_publication(line: &str) -> bool {
    longest(line, &ENTRY).is_some_and(|end| {
        let says_it = !["dieser", "bu yazı"].iter().any(|open| lowercase_prefix(line, open).is_some());
        says_it || PUBLISHED_LATER.iter().any(|word| line[end..].contains(word))
    })
}

/// The longest of the words that a text starts with, in bytes. What follows is not the rest of a word, unless a
/// capital or a digit shows that two were glued.
pub(super) fn longest(text: &str, words: &Lexicon) -> Option<usize> {
    let ends = words.like(text).filter_map(|word| lowercase_prefix(text, word));
    ends.filter(|&end| {
        text[end..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphabetic() || c.is_uppercase() || !c.is_lowercase() && end > 0)
    })
    .max()
}
