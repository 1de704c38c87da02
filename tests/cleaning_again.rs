//! The promise: dehusk run on its own output changes no byte, headers included.

mod scene;

use std::path::Path;

use scene::{Scene, run};

#[test]
fn the_cleaned_fixtures_come_out_as_they_are() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let scene = Scene::new();
    for kind in ["pages", "text"] {
        let from = fixtures.join(kind);
        let from = from.to_str().expect("a path in UTF-8");
        let (first, second, third) = (format!("{kind}/1"), format!("{kind}/2"), format!("{kind}/3"));
        for (from, to) in [(from, &first), (&first, &second), (&second, &third)] {
            let said = run(scene.dehusk(&["clean", from, "-o", to, "-q"]));
            assert_eq!(said.code, Some(0), "{}", said.err);
        }
        let names = scene.files(&first);
        assert!(!names.is_empty());
        for name in names {
            let once = scene.read(&format!("{first}/{name}"));
            assert_eq!(scene.read(&format!("{second}/{name}")), once, "{kind}/{name}");
            assert_eq!(scene.read(&format!("{third}/{name}")), once, "{kind}/{name}");
        }
    }
}
