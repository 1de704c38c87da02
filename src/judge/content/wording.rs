//! What the words of a text are about, in kinds that are the same in every language: sharing, signing up,
//! what else there is to read.
//!
//! The lexicon holds the plain words that sites put on their furniture, in some sixteen languages. A block is not
//! judged by them: the model sees how much of a text speaks of a kind and decides with all else it knows.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxBuildHasher;

use super::features::fnv;

/// What a word may be about; the last one are the words that hold sentences together.
pub const KINDS: [&str; LEXICON.len()] = {
    let mut kinds = [""; LEXICON.len()];
    let mut i = 0;
    while i < kinds.len() {
        kinds[i] = LEXICON[i].0;
        i += 1;
    }
    kinds
};

/// Kinds with their words in lower case: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Czech,
/// Swedish, Turkish, Russian, Ukrainian, Arabic, Chinese, Japanese. Words of Chinese and Japanese are found inside a run.
#[rustfmt::skip]
const LEXICON: [(&str, &str); 25] = [
    ("says related", "related similar recommended recommendation recommendations suggested recommends like-minded \
        verwandt verwandte ähnliche ähnlich empfehlung empfehlungen empfohlen passend \
        similaires connexes recommandé recommandés relacionados relacionadas relacionado recomendados recomendado recomendamos \
        correlati correlato consigliati simili semelhantes gerelateerd gerelateerde aanbevolen vergelijkbare \
        podobne powiązane polecane polecamy související podobné doporučujeme relaterade relaterat liknande rekommenderas \
        ilgili benzer önerilen похожие рекомендуем схожие рекомендуемые схожі рекомендуємо ذات مشابهة 相关 相關 推荐 推薦 関連 おすすめ"),
    ("says more", "more continue see view show expand load discover explore browse all read \
        mehr weiterlesen weiter lesen alle anzeigen ansehen entdecken plus voir lire suite tous toutes afficher découvrir \
        más ver leer todo todos seguir mostrar altro leggi tutto tutti vedi scopri continua mais ler tudo leia veja \
        meer lees bekijk alles verder więcej czytaj zobacz wszystkie více číst zobrazit všechny mer läs visa alla \
        daha devamı tümü oku еще ещё читать далее подробнее все более більше читати далі المزيد اقرأ 更多 查看 阅读 閱讀 もっと 続き 見る"),
    ("says popular", "popular trending latest recent newest top hot featured editor's editors picks pick headlines breaking \
        beliebt beliebte meistgelesen meistgelesene neueste aktuell aktuelle aktuelles populaires récents dernières derniers \
        recientes últimas últimos populares destacados recenti ultime ultimi popolari recentes destaques \
        populair nieuwste recente najnowsze popularne ostatnie nejnovější nejčtenější senaste populära populer \
        популярное популярные последние свежие новые останні популярні الأكثر أحدث 热门 熱門 最新 人気 新着"),
    ("says share", "share tweet follow facebook twitter pinterest linkedin whatsapp telegram reddit instagram youtube \
        tiktok tumblr mastodon bluesky threads vk xing copy link email e-mail mail print \
        teilen drucken folgen merken link kopieren partager suivre imprimer copier compartir síguenos imprimir copiar seguir \
        condividi seguici stampa compartilhar compartilhe siga delen volg afdrukken udostępnij drukuj obserwuj sdílet tisk \
        dela skriv följ paylaş yazdır takip поделиться подписаться поділитися печать مشاركة شارك 分享 转发 轉發 打印 シェア ツイート フォロー"),
    ("says newsletter", "newsletter newsletters subscribe subscription subscriber subscribers inbox sign-up signup unsubscribe bulletin \
        alerts rss feed abonnieren abo abonnement anmelden rundbrief abonner abonnez inscription inscrivez \
        suscríbete suscribirse suscripción boletín iscriviti abbonati abbonamento assine inscreva boletim \
        abonneer nieuwsbrief aanmelden zapisz subskrypcja prenumerata odebírat předplatné prenumerera nyhetsbrev abone bülten \
        подписка рассылка подпишитесь підписка розсилка اشترك النشرة 订阅 訂閱 登録 購読 メルマガ"),
    ("says account", "login log sign account register password username profile logout forgot remember join member membership \
        einloggen anmeldung registrieren passwort konto benutzername profil ausloggen connexion compte connecter mot passe identifiant \
        iniciar sesión cuenta contraseña registrarse usuario accedi registrati utente entrar senha conta cadastro \
        inloggen wachtwoord registreren zaloguj konto hasło rejestracja přihlásit účet heslo logga konto lösenord \
        giriş üye hesap şifre войти вход регистрация пароль аккаунт увійти вхід реєстрація пароль دخول تسجيل حساب 登录 登入 注册 註冊 账号 ログイン 会員 パスワード"),
    ("says buy", "cart basket checkout wishlist buy add bag order shop store compare quantity qty purchase \
        warenkorb kaufen merkzettel bestellen kasse menge einkaufswagen hinzufügen vergleichen panier acheter ajouter commander boutique quantité \
        carrito comprar añadir cesta cantidad tienda carrello acquista aggiungi quantità carrinho adicionar loja quantidade \
        winkelwagen kopen bestel toevoegen koszyk koszyka kup dodaj sklep ilość košík košíku koupit přidat obchod \
        köp varukorg lägg handla sepet sepete satın ekle корзина корзину купить добавить заказать кошик купити 购物车 購物車 购买 加入 カート 購入"),
    ("says price", "price sale off save discount deal deals usd eur gbp free from was now msrp clearance promo coupon \
        preis ab rabatt sparen angebot angebote statt inkl mwst versand prix solde soldes promotion dès \
        precio oferta ofertas descuento desde prezzo sconto offerta preço desconto promoção prijs korting aanbieding \
        cena promocja rabat sleva akce pris rea rabatt fiyat indirim цена скидка руб акция ціна знижка السعر 价格 價格 折扣 優惠 価格 税込 円"),
    ("says delivery", "shipping returns delivery warranty stock available availability pickup ships dispatch refund \
        lieferung versand lieferzeit verfügbar lager garantie rückgabe livraison retour retours disponible stock garantie \
        envío devoluciones entrega disponible garantía spedizione resi consegna disponibile envio devolução entrega disponível \
        verzending levering voorraad retourneren dostawa zwroty dostępny doprava skladem leverans lager kargo teslimat iade \
        доставка возврат наличии гарантия доставка наявності 配送 退货 库存 送料 配送 在庫"),
    ("says comment", "comment comments reply replies respond response discussion leave discuss replied \
        kommentar kommentare antworten antwort kommentieren commentaire commentaires répondre réponse réponses \
        comentario comentarios responder respuesta respuestas commento commenti rispondi risposta comentário comentários resposta \
        reactie reacties reageer antwoord komentarz komentarze odpowiedz komentáře komentář odpovědět kommentarer svara svar \
        yorum yorumlar yanıtla cevap комментарии комментарий комментариев ответить коментарі відповісти تعليق التعليقات رد 评论 評論 回复 回覆 コメント 返信"),
    ("says forum", "posts post joined member members posted quote report thread threads topic topics views moderator likes liked \
        upvote downvote votes vote user users online guest guests solved edited \
        beiträge beitrag mitglied themen thema zitieren melden gast verfasst registriert messages membre sujets citer \
        mensajes miembro tema temas citar messaggi membro discussioni mensagens tópico berichten lid \
        postów tematy odpowiedzi příspěvky téma inlägg medlem üye konu mesaj сообщения сообщений тема темы цитата участник 帖子 主题 楼主 投稿 スレッド"),
    ("says review", "review reviews rating ratings stars star rated verified reviewer helpful recommend out \
        bewertung bewertungen sterne rezension rezensionen avis notes étoiles note opiniones valoración estrellas reseñas \
        recensioni recensione stelle voto avaliação avaliações estrelas beoordeling beoordelingen sterren \
        opinie opinia ocena gwiazdek hodnocení recenze recension betyg değerlendirme puan yıldız отзывы отзыв рейтинг відгуки \
        تقييم 评价 評價 星 评分 レビュー 評価 口コミ"),
    ("says search", "search filter filters sort results showing category categories refine clear apply per items relevance \
        suche suchen filter filtern sortieren ergebnisse treffer kategorie kategorien recherche rechercher filtrer trier résultats catégories \
        buscar búsqueda filtrar ordenar resultados categoría categorías cerca ricerca filtri ordina risultati categorie \
        pesquisar pesquisa filtro ordenar resultados zoeken zoek sorteren resultaten szukaj wyszukaj filtruj sortuj wyniki kategorie \
        hledat vyhledat řadit výsledky sök filtrera sortera resultat ara filtrele sırala sonuç поиск искать фильтр сортировка найти пошук знайти \
        بحث 搜索 搜尋 筛选 排序 分类 検索 絞り込み 並び カテゴリ"),
    ("says paging", "previous next prev page pages older newer first last \
        zurück nächste vorherige seite seiten letzte erste précédent suivant page anterior siguiente página próximo próxima \
        precedente successivo pagina vorige volgende poprzednia następna strona předchozí další strana \
        föregående nästa sida önceki sonraki sayfa назад вперед далее страница следующая предыдущая наступна попередня السابق التالي 上一页 下一页 上一頁 下一頁 前へ 次へ"),
    ("says site", "home menu skip back top main navigation sitemap toggle close open search \
        startseite menü zum inhalt springen nach oben schließen accueil menu aller contenu fermer haut \
        inicio menú ir contenido cerrar arriba casa salta chiudi início fechar voltar \
        sluiten naar inhoud strona główna zamknij przejdź treści domů zavřít přejít hem meny stäng gå anasayfa menü kapat \
        главная меню закрыть наверх головна меню закрити الرئيسية القائمة 首页 首頁 菜单 选单 返回 关闭 ホーム メニュー 閉じる トップ"),
    ("says firm", "contact about careers press help support faq faqs company team jobs partners investors customer service feedback location locations hours phone \
        kontakt über uns karriere presse hilfe unternehmen team stellenangebote kundenservice telefon adresse \
        contactez propos aide entreprise emplois carrières contacto nosotros ayuda empresa empleo prensa teléfono \
        contatti chi siamo lavora aiuto azienda contato sobre ajuda carreiras over ons vacatures klantenservice hulp \
        kontakt nas pomoc praca kariera firma kontakty nápověda kariéra om oss kontakta hjälp iletişim hakkımızda yardım kariyer \
        контакты компании помощь вакансии контакти про допомога اتصل من نحن 关于 關於 联系 聯繫 帮助 我们 会社 お問い合わせ ヘルプ"),
    ("says legal", "privacy terms cookies cookie legal copyright rights reserved policy imprint disclaimer conditions accessibility trademark trademarks inc llc ltd gdpr consent accept settings preferences \
        impressum datenschutz agb nutzungsbedingungen rechte vorbehalten haftungsausschluss datenschutzerklärung akzeptieren zustimmen einstellungen barrierefreiheit gmbh \
        mentions légales confidentialité conditions droits réservés accepter paramètres témoins \
        privacidad términos condiciones derechos reservados aviso aceptar condizioni diritti riservati informativa accetta \
        privacidade termos direitos reservados aceitar voorwaarden privacybeleid rechten voorbehouden akkoord \
        prywatności regulamin prawa zastrzeżone akceptuję polityka ciasteczka podmínky soukromí práva vyhrazena souhlas \
        integritetspolicy villkor kakor godkänn gizlilik çerez şartlar haklar saklıdır \
        конфиденциальности соглашение права защищены политика умови конфіденційності права الخصوصية الشروط حقوق محفوظة ملفات 隐私 隱私 条款 條款 版权 版權 所有 プライバシー 規約 著作権 クッキー 同意"),
    ("says ad", "advertisement advertise sponsored promoted ad ads advertising advertorial partner affiliate commission \
        anzeige werbung gesponsert publicité sponsorisé publicidad patrocinado anuncio pubblicità sponsorizzato publicidade anúncio \
        advertentie gesponsord reklama reklamy sponzorováno annons sponsrad reklam sponsorlu реклама рекламы إعلان إعلانات 广告 廣告 赞助 広告 スポンサー"),
    ("says byline", "by author written posted published updated editor staff reporter correspondent contributor edited min minutes ago hours days \
        von autor autorin redaktion veröffentlicht aktualisiert stand uhr verfasst minuten lesezeit vor stunden par auteur publié mis jour rédaction il y a heures \
        por autor publicado actualizado redacción hace horas di autore pubblicato aggiornato redazione fa ore \
        atualizado redação há horas door auteur gepubliceerd bijgewerkt redactie geleden uur autor opublikowano aktualizacja redakcja temu godzin \
        publikováno aktualizováno redakce av publicerad uppdaterad redaktionen sedan yazar yayınlanma güncelleme önce \
        автор опубликовано обновлено редакция назад автор опубліковано оновлено كتب نشر تحديث منذ 作者 编辑 編輯 发布 發佈 记者 記者 来源 著者 公開 更新 投稿者 執筆"),
    ("says date", "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec \
        monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today yesterday \
        januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag samstag sonntag heute gestern \
        janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche \
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre \
        janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia \
        ledna února března dubna května června července srpna září října listopadu prosince ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık \
        января февраля марта апреля мая июня июля августа сентября октября ноября декабря січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
    ("says topic", "tags tag category categories topics filed tagged section keywords labels under in \
        schlagwörter schlagworte themen kategorie kategorien abgelegt stichworte étiquettes catégories catégorie mots-clés thèmes rubrique \
        etiquetas categorías categoría temas archivado tag argomenti categorie marcadores categorias tags onderwerpen categorieën \
        tagi kategorie kategoria tematy štítky rubriky témata etiketter kategorier taggar etiketler kategori \
        теги метки рубрика рубрики категории мітки рубрики الوسوم تصنيف 标签 標籤 分类 分類 タグ カテゴリー"),
    ("says details", "description details specifications specs features overview about ingredients dimensions weight material size color model brand item sku highlights benefits includes summary instructions \
        beschreibung produktbeschreibung details technische daten merkmale eigenschaften maße gewicht material größe farbe artikelnummer übersicht zutaten \
        caractéristiques détails dimensions poids matière taille couleur aperçu ingrédients référence descripción características detalles especificaciones dimensiones peso \
        descrizione caratteristiche dettagli dimensioni scheda descrição características detalhes especificações omschrijving kenmerken specificaties afmetingen \
        opis specyfikacja cechy wymiary parametry popis vlastnosti parametry rozměry beskrivning egenskaper mått açıklama özellikler \
        описание характеристики размер вес опис характеристики الوصف المواصفات 描述 规格 規格 详情 尺寸 説明 仕様 特徴 サイズ 商品"),
    ("says image", "photo photograph photographer image images picture getty reuters ap afp credit courtesy source video watch gallery illustration \
        foto fotos bild bilder quelle dpa imago video galerie abbildung crédit photographie vidéo image regarder \
        imagen imágenes fotografía fuente vídeo galería immagine immagini fonte galleria imagem imagens crédito \
        afbeelding beeld bron zdjęcie zdjęcia źródło fot obrázek zdroj bilden källa fotoğraf kaynak görsel \
        фото фотография видео источник відео джерело صورة المصدر فيديو 图片 圖片 视频 影片 来源 图 写真 画像 動画 出典"),
    ("says you", "you your we our us i my me you'll you're we're we've let's yours \
        du dein deine ihr ihre sie wir unser unsere uns ich mein vous votre vos nous notre nos je mon \
        tú tu tus usted su nosotros nuestro nuestra mi yo voi tuo vostro noi nostro nostra io você seu sua nós nosso nossa eu meu \
        je jouw jij uw wij ons onze ik mijn ty twój twoje wasz my nasz nasze ja mój vy váš vaše my náš naše já \
        du din ditt ni er vi vår vårt jag siz sizin biz bizim ben вы ваш ваши мы наш наши нам вам я мой ви ваш ми наш я 你 您 我们 我 あなた 私 我々"),
    ("says small", "the a an of and to in is are was were that this it its for with on as at by from or be been has have had not but which who their they he she his her will would can when than then there \
        der die das den dem des ein eine einen einem einer und ist sind war waren dass nicht mit auf für im zu von als auch sich es er aber oder wird werden wurde haben hat nach bei aus wie noch nur \
        le la les un une des du de et est sont était que qui dans pour pas sur avec ce cette ces il elle ils au aux par plus ne se son sa ses mais ou été \
        el los las una del y es son era que en no con por para se lo como más pero sus fue ha al este esta entre \
        il lo gli i uno e è sono che di non con per si come più ma della delle dei nel alla anche questo o os as um uma do da dos das em não com por mais foi ao na no seu ele \
        het een en van is zijn was dat niet met op voor aan ook maar er te die als bij door om naar i w na z że nie się jest to do o jak ale po dla od są był przez który \
        a v na že se je to s z do o jako ale pro jsou byl by který och att det är som på för av med den inte har om ett men var till ve bir bu da de için ile çok olan olarak gibi daha \
        и в не на что с по как это но из у за от так же для о его был была было они он она и в не на що з та до як це але у за від для його був в من في على أن إلى التي الذي ما هذا عن مع كان لا 的 是 在 了 和 有 不 这 這 也 就 他 到 の は が を に で と も た"),
];

/// Words read of one block: its beginning tells what it is about.
const MOST_WORDS: u32 = 60;

/// The longest word of a script without spaces, in characters.
const LONGEST_RUN: usize = 5;

/// All words with the kinds that they may be about, by their hash, and what tells most other words without one.
struct Index {
    kinds: HashMap<u64, u32, FxBuildHasher>,
    /// By the first two letters of words in ASCII the lengths that they have, a bit for each.
    lengths: [u32; 1 << 10],
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index { kinds: HashMap::default(), lengths: [0; 1 << 10] };
    for (kind, (_, words)) in LEXICON.iter().enumerate() {
        for word in words.split_whitespace() {
            *index.kinds.entry(hash(word.chars())).or_default() |= 1 << kind;
            index.lengths[first_letters(word)] |= 1 << word.len().min(31);
        }
    }
    index
});

impl Index {
    /// Whether a word in ASCII may be one of these.
    fn may_hold(&self, word: &str) -> bool {
        self.lengths[first_letters(word)] >> word.len().min(31) & 1 == 1
    }
}

/// The first two letters of a word as a number, whatever their case.
fn first_letters(word: &str) -> usize {
    let letter = |at: usize| usize::from(word.as_bytes().get(at).copied().unwrap_or_default() & 31);
    letter(0) << 5 | letter(1)
}

/// What a text is about.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Wording {
    /// Words that speak of each kind.
    pub(super) hits: [u16; LEXICON.len()],
    /// Words read.
    pub(super) words: u16,
    /// Numbers among them that are years of our time.
    pub(super) years: u16,
}

impl Wording {
    /// Reads a text, or its beginning.
    pub(super) fn of(text: &str) -> Wording {
        let mut wording = Wording::default();
        let index = &*INDEX;
        let mut at = 0;
        while let Some((range, is_ascii)) = next_word(text, at) {
            at = range.end;
            let word = &text[range];
            if is_ascii {
                wording.years += u16::from(is_year(word));
                if index.may_hold(word) {
                    wording.count(fnv(word.bytes().map(|byte| byte.to_ascii_lowercase().into())));
                }
                wording.words += 1;
            } else if word.chars().next().is_some_and(is_unspaced) {
                wording.read_run(word);
            } else {
                wording.count(hash(word.chars().flat_map(char::to_lowercase)));
                wording.words += 1;
            }
            if u32::from(wording.words) >= MOST_WORDS {
                break;
            }
        }
        wording
    }

    /// The share of the words that speak of a kind.
    pub(super) fn share(&self, kind: usize) -> f32 {
        f32::from(self.hits[kind]) / f32::from(self.words.max(1))
    }

    fn count(&mut self, hash: u64) -> bool {
        let Some(&kinds) = INDEX.kinds.get(&hash) else { return false };
        let mut rest = kinds;
        while rest != 0 {
            self.hits[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
        true
    }

    /// A run of a script without spaces: the longest word of the lexicon at each place, two characters a word.
    fn read_run(&mut self, run: &str) {
        let characters: Vec<char> = run.chars().take(2 * MOST_WORDS as usize).collect();
        let mut at = 0;
        while at < characters.len() {
            let longest = (1..=LONGEST_RUN.min(characters.len() - at)).rev();
            let found =
                longest.into_iter().find(|&length| self.count(hash(characters[at..at + length].iter().copied())));
            at += found.unwrap_or(1);
        }
        self.words += u16::try_from(characters.len().div_ceil(2)).unwrap_or(u16::MAX);
    }
}

/// The first word of a text from byte `at` on, and whether all of it is ASCII.
fn next_word(text: &str, mut at: usize) -> Option<(Range<usize>, bool)> {
    let bytes = text.as_bytes();
    let (mut start, mut is_ascii) = (None, true);
    while let Some(&byte) = bytes.get(at) {
        let (inside, length) = if byte.is_ascii() {
            (byte.is_ascii_alphanumeric() || byte == b'\'' || byte == b'-', 1)
        } else {
            let c = text[at..].chars().next()?;
            (c.is_alphanumeric() || c == '’', c.len_utf8())
        };
        match start {
            None if inside => start = Some(at),
            Some(start) if !inside => return Some((start..at, is_ascii)),
            _ => {}
        }
        is_ascii &= !inside || length == 1;
        at += length;
    }
    start.map(|start| (start..at, is_ascii))
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

fn hash(characters: impl Iterator<Item = char>) -> u64 {
    fnv(characters.map(u32::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(text: &str, kind: &str) -> f32 {
        let number = KINDS.iter().position(|known| *known == kind).expect("a kind");
        Wording::of(text).share(number)
    }

    #[test]
    fn furniture_speaks_of_the_same_in_every_language() {
        for (text, kind) in [
            ("Related articles", "says related"),
            ("Ähnliche Beiträge", "says related"),
            ("Também recomendados", "says related"),
            ("Share on Facebook", "says share"),
            ("Partager sur Facebook", "says share"),
            ("分享到微信", "says share"),
            ("3 комментария, ответить", "says comment"),
            ("コメントする", "says comment"),
            ("Zapisz się na newsletter", "says newsletter"),
            ("حقوق النشر محفوظة", "says legal"),
        ] {
            assert!(share(text, kind) >= 0.3, "{text}: {}", share(text, kind));
        }
    }

    #[test]
    fn other_words_speak_of_nothing() {
        let wording = Wording::of("Grendel besought Heorot");
        assert_eq!((wording.words, wording.hits), (3, [0; KINDS.len()]));
        assert_eq!(Wording::of(" – … "), Wording::default());
    }

    #[test]
    fn prose_is_held_together_by_small_words() {
        assert!(share("It was the best of times, and it was the worst of times.", "says small") > 0.6);
        assert!(share("Es war die beste und es war die schlimmste Zeit.", "says small") > 0.5);
        assert!(share("Mill Granary Barn Weir", "says small") < 0.1);
    }

    #[test]
    fn years_are_numbers_of_our_time() {
        assert_eq!(Wording::of("From 1911 to 2024, in 1066 and 20245").years, 2);
    }

    #[test]
    fn only_the_beginning_of_a_long_text_is_read() {
        let long = "mill ".repeat(500) + "share share share";
        let wording = Wording::of(&long);
        assert_eq!(u32::from(wording.words), MOST_WORDS);
        assert_eq!(share(&long, "says share"), 0.0);
    }
}
