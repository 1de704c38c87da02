//! Charsets as which UTF-8 is read by mistake, and what their characters are bytes of.
//!
//! The tables are facts of the charsets' registrations: 128 characters for the bytes 80 to FF. Where a charset has
//! none, the control of that number stands, as lenient decoders read it. A test compares them with `encoding_rs`.

use std::sync::LazyLock;

/// How a charset's characters look where they do not belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Latin letters and signs.
    Latin,
    /// Cyrillic letters.
    Cyrillic,
    /// Greek letters.
    Greek,
    /// Mathematical signs and Latin letters.
    Macintosh,
    /// Box drawings.
    Dos,
}

/// A charset. Latin-1 needs no table of its own: its controls are bytes in all of these.
#[derive(Debug)]
pub(super) struct Charset {
    pub family: Family,
    table: &'static str,
}

/// All of them, the likeliest first: the order decides where they tell the same.
pub(super) const CHARSETS: [Charset; 11] = [
    Charset { family: Family::Latin, table: WINDOWS_1252 },
    Charset { family: Family::Latin, table: WINDOWS_1254 },
    Charset { family: Family::Latin, table: WINDOWS_1257 },
    Charset { family: Family::Latin, table: WINDOWS_1250 },
    Charset { family: Family::Latin, table: ISO_8859_2 },
    Charset { family: Family::Latin, table: ISO_8859_15 },
    Charset { family: Family::Cyrillic, table: WINDOWS_1251 },
    Charset { family: Family::Greek, table: WINDOWS_1253 },
    Charset { family: Family::Macintosh, table: MACINTOSH },
    Charset { family: Family::Dos, table: CP437 },
    Charset { family: Family::Dos, table: CP850 },
];

/// What a character is in each charset.
#[derive(Debug, Clone, Copy, Default)]
struct Entry {
    /// Its byte; 0 where the charset has no such character.
    bytes: [u8; CHARSETS.len()],
    /// Bit i: in charset i it is a byte that begins a character of UTF-8.
    leads: u16,
    /// Bit i: in charset i it is a byte that continues one.
    continues: u16,
}

/// By [`slot`].
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let mut entries = vec![Entry::default(); SLOTS];
    for (id, charset) in CHARSETS.iter().enumerate() {
        let controls = ('\u{80}'..='\u{9F}').zip(0x80..);
        for (c, byte) in controls.chain(charset.table.chars().zip(0x80..=0xFF)) {
            let entry = &mut entries[slot(c).expect("the tables hold no other characters")];
            entry.bytes[id] = byte;
            match byte {
                0x80..=0xBF => entry.continues |= 1 << id,
                0xC2..=0xF4 => entry.leads |= 1 << id,
                _ => {}
            }
        }
    }
    entries
});

/// Characters below this are their own slots: the last one in a table is U+25A0.
const DIRECT: usize = 0x2600;
const SLOTS: usize = DIRECT + 3;

fn slot(c: char) -> Option<usize> {
    match c {
        c if (c as usize) < DIRECT => Some(c as usize),
        '\u{F8FF}' => Some(DIRECT),
        'ﬁ' => Some(DIRECT + 1),
        'ﬂ' => Some(DIRECT + 2),
        _ => None,
    }
}

/// The byte that a character is in a charset.
pub(super) fn byte(charset: usize, c: char) -> Option<u8> {
    let byte = ENTRIES[slot(c)?].bytes[charset];
    (byte != 0).then_some(byte)
}

/// Whether a character is a C1 control where the charset has something else: it was not read as this one. Who says
/// windows-1252 often means latin-1.
pub(super) fn is_foreign_control(charset: usize, c: char) -> bool {
    charset != 0
        && matches!(c, '\u{80}'..='\u{9F}')
        && CHARSETS[charset].table.chars().nth(c as usize - 0x80) != Some(c)
}

/// Whether a charset is one of central Europe.
pub(super) fn is_central(charset: usize) -> bool {
    [WINDOWS_1250, ISO_8859_2].contains(&CHARSETS[charset].table)
}

/// The character of a byte from 80 to FF in windows-1252.
pub(super) fn windows_1252(byte: u8) -> char {
    WINDOWS_1252.chars().nth(usize::from(byte & 0x7F)).expect("there are 128")
}

/// Charsets, as bits, in which one of the characters begins a character of UTF-8 that the next one continues.
///
/// A space after a capital counts, too: it may have been a no-break space, which is a byte that continues.
pub(super) fn suspects(text: &str) -> u16 {
    let mut suspects = 0;
    let mut leads = 0;
    for c in text.chars() {
        if c.is_ascii() {
            suspects |= if c == ' ' { leads & LOSE_SPACES } else { 0 };
            leads = 0;
        } else if let Some(slot) = slot(c) {
            let entry = &ENTRIES[slot];
            suspects |= leads & entry.continues;
            leads = entry.leads;
        } else {
            leads = 0;
        }
    }
    suspects
}

/// The Latin ones, as bits.
const LOSE_SPACES: u16 = 0b11_1111;

const WINDOWS_1252: &str = "\
    €\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\
    \u{90}‘’“”•–—˜™š›œ\u{9D}žŸ\
    \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯\
    °±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ\
    ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
    àáâãäåæçèéêëìíîï\
    ðñòóôõö÷øùúûüýþÿ\
    ";

const WINDOWS_1254: &str = "\
    €\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}\u{8E}\u{8F}\
    \u{90}‘’“”•–—˜™š›œ\u{9D}\u{9E}Ÿ\
    \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯\
    °±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ\
    ĞÑÒÓÔÕÖ×ØÙÚÛÜİŞß\
    àáâãäåæçèéêëìíîï\
    ğñòóôõö÷øùúûüışÿ\
    ";

const WINDOWS_1257: &str = "\
    €\u{81}‚\u{83}„…†‡\u{88}‰\u{8A}‹\u{8C}¨ˇ¸\
    \u{90}‘’“”•–—\u{98}™\u{9A}›\u{9C}¯˛\u{9F}\
    \u{A0}¡¢£¤¥¦§Ø©Ŗ«¬\u{AD}®Æ\
    °±²³´µ¶·ø¹ŗ»¼½¾æ\
    ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻ\
    ŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽß\
    ąįāćäåęēčéźėģķīļ\
    šńņóōõö÷ųłśūüżž˙\
    ";

const WINDOWS_1250: &str = "\
    €\u{81}‚\u{83}„…†‡\u{88}‰Š‹ŚŤŽŹ\
    \u{90}‘’“”•–—\u{98}™š›śťžź\
    \u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż\
    °±˛ł´µ¶·¸ąş»Ľ˝ľż\
    ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ\
    ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
    ŕáâăäĺćçčéęëěíîď\
    đńňóôőö÷řůúűüýţ˙\
    ";

const ISO_8859_2: &str = "\
    \u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8A}\u{8B}\u{8C}\u{8D}\u{8E}\u{8F}\
    \u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9A}\u{9B}\u{9C}\u{9D}\u{9E}\u{9F}\
    \u{A0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{AD}ŽŻ\
    °ą˛ł´ľśˇ¸šşťź˝žż\
    ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎ\
    ĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
    ŕáâăäĺćçčéęëěíîď\
    đńňóôőö÷řůúűüýţ˙\
    ";

const ISO_8859_15: &str = "\
    \u{80}\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8A}\u{8B}\u{8C}\u{8D}\u{8E}\u{8F}\
    \u{90}\u{91}\u{92}\u{93}\u{94}\u{95}\u{96}\u{97}\u{98}\u{99}\u{9A}\u{9B}\u{9C}\u{9D}\u{9E}\u{9F}\
    \u{A0}¡¢£€¥Š§š©ª«¬\u{AD}®¯\
    °±²³Žµ¶·ž¹º»ŒœŸ¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ\
    ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
    àáâãäåæçèéêëìíîï\
    ðñòóôõö÷øùúûüýþÿ\
    ";

const WINDOWS_1251: &str = "\
    ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏ\
    ђ‘’“”•–—\u{98}™љ›њќћџ\
    \u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї\
    °±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОП\
    РСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмноп\
    рстуфхцчшщъыьэюя\
    ";

const WINDOWS_1253: &str = "\
    €\u{81}‚ƒ„…†‡\u{88}‰\u{8A}‹\u{8C}\u{8D}\u{8E}\u{8F}\
    \u{90}‘’“”•–—\u{98}™\u{9A}›\u{9C}\u{9D}\u{9E}\u{9F}\
    \u{A0}΅Ά£¤¥¦§¨©ª«¬\u{AD}®―\
    °±²³΄µ¶·ΈΉΊ»Ό½ΎΏ\
    ΐΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟ\
    ΠΡÒΣΤΥΦΧΨΩΪΫάέήί\
    ΰαβγδεζηθικλμνξο\
    πρςστυφχψωϊϋόύώÿ\
    ";

const MACINTOSH: &str = "\
    ÄÅÇÉÑÖÜáàâäãåçéè\
    êëíìîïñóòôöõúùûü\
    †°¢£§•¶ß®©™´¨≠ÆØ\
    ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
    ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ\
    –—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ\
    ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\
    \u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ\
    ";

const CP437: &str = "\
    ÇüéâäàåçêëèïîìÄÅ\
    ÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
    áíóúñÑªº¿⌐¬½¼¡«»\
    ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧\
    ╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩\
    ≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}\
    ";

const CP850: &str = "\
    ÇüéâäàåçêëèïîìÄÅ\
    ÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»\
    ░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\
    \u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}\
    ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_those_of_the_charsets() {
        let known = [
            encoding_rs::WINDOWS_1252,
            encoding_rs::WINDOWS_1254,
            encoding_rs::WINDOWS_1257,
            encoding_rs::WINDOWS_1250,
            encoding_rs::ISO_8859_2,
            encoding_rs::ISO_8859_15,
            encoding_rs::WINDOWS_1251,
            encoding_rs::WINDOWS_1253,
            encoding_rs::MACINTOSH,
        ];
        for (charset, known) in CHARSETS.iter().zip(known) {
            assert_eq!(charset.table.chars().count(), 128);
            for (byte, c) in (0x80..=0xFF).zip(charset.table.chars()) {
                let bytes = [byte];
                let (read, wrong) = known.decode_without_bom_handling(&bytes);
                assert!(wrong || read.chars().eq([c]), "{}: {byte:X}", known.name());
            }
        }
        for charset in &CHARSETS[known.len()..] {
            assert_eq!(charset.table.chars().count(), 128);
        }
    }
}
