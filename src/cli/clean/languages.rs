//! Codes of languages, as people give them.

/// Languages with a code of two letters (ISO 639-1), and their codes of three (ISO 639-2, those for bibliographies last).
const CODES: &str = "\
    aa aar, ab abk, ae ave, af afr, ak aka, am amh, an arg, ar ara, as asm, av ava, ay aym, az aze, ba bak, be bel, \
    bg bul, bh bih, bi bis, bm bam, bn ben, bo bod tib, br bre, bs bos, ca cat, ce che, ch cha, co cos, cr cre, \
    cs ces cze, cu chu, cv chv, cy cym wel, da dan, de deu ger, dv div, dz dzo, ee ewe, el ell gre, en eng, eo epo, \
    es spa, et est, eu eus baq, fa fas per, ff ful, fi fin, fj fij, fo fao, fr fra fre, fy fry, ga gle, gd gla, \
    gl glg, gn grn, gu guj, gv glv, ha hau, he heb, hi hin, ho hmo, hr hrv, ht hat, hu hun, hy hye arm, hz her, \
    ia ina, id ind, ie ile, ig ibo, ii iii, ik ipk, io ido, is isl ice, it ita, iu iku, ja jpn, jv jav, ka kat geo, \
    kg kon, ki kik, kj kua, kk kaz, kl kal, km khm, kn kan, ko kor, kr kau, ks kas, ku kur, kv kom, kw cor, ky kir, \
    la lat, lb ltz, lg lug, li lim, ln lin, lo lao, lt lit, lu lub, lv lav, mg mlg, mh mah, mi mri mao, mk mkd mac, \
    ml mal, mn mon, mr mar, ms msa may, mt mlt, my mya bur, na nau, nb nob, nd nde, ne nep, ng ndo, nl nld dut, \
    nn nno, no nor, nr nbl, nv nav, ny nya, oc oci, oj oji, om orm, or ori, os oss, pa pan, pi pli, pl pol, ps pus, \
    pt por, qu que, rm roh, rn run, ro ron rum, ru rus, rw kin, sa san, sc srd, sd snd, se sme, sg sag, si sin, \
    sk slk slo, sl slv, sm smo, sn sna, so som, sq sqi alb, sr srp, ss ssw, st sot, su sun, sv swe, sw swa, ta tam, \
    te tel, tg tgk, th tha, ti tir, tk tuk, tl tgl, tn tsn, to ton, tr tur, ts tso, tt tat, tw twi, ty tah, ug uig, \
    uk ukr, ur urd, uz uzb, ve ven, vi vie, vo vol, wa wln, wo wol, xh xho, yi yid, yo yor, za zha, zh zho chi, \
    zu zul";

/// The code as articles have it: of two letters where there is one, else of three.
pub(super) fn code(text: &str) -> Result<String, String> {
    let asked = text.to_ascii_lowercase();
    let is_code = matches!(asked.len(), 2 | 3) && asked.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_code {
        return Err("a code of two or three letters (ISO 639) is needed, such as en".into());
    }
    let mut languages = CODES.split(", ").map(|codes| codes.split(' '));
    match languages.find_map(|mut codes| codes.clone().any(|code| code == asked).then(|| codes.next()).flatten()) {
        Some(code) => Ok(code.to_owned()),
        None if asked.len() == 2 => Err("no language has this code; those of two letters are of ISO 639-1".into()),
        None => Ok(asked),
    }
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn codes_are_those_of_articles() {
        for (given, expected) in [
            ("en", "en"),
            ("EN", "en"),
            ("eng", "en"),
            ("ger", "de"),
            ("deu", "de"),
            ("fra", "fr"),
            ("nds", "nds"),
            ("zul", "zu"),
        ] {
            assert_eq!(code(given).as_deref(), Ok(expected));
        }
        for wrong in ["", "e", "xx", "english", "e1", "en-US"] {
            assert!(code(wrong).is_err(), "{wrong}");
        }
    }
}
