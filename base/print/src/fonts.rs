//! Typefaces: those inside the program, the one a deployment may put first, and the ones of the
//! machine for characters that ours lack.

use crate::PrintError;
use krilla::Data;
use krilla::text::Font;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// 宋体: running text, labels, Latin and digits; every character of GB 18030's basic part.
static TEXT: &[u8] = include_bytes!("../fonts/text.otf");
/// What Unicode added to the basic part since that edition of the text face.
static MORE: &[u8] = include_bytes!("../fonts/more.ttf");
/// 粗宋: titles; the 3,500 most common characters.
static TITLE: &[u8] = include_bytes!("../fonts/title.otf");
/// The stand-in for 仿宋: what is filled in; the 8,105 characters of the general standard table.
static FILL: &[u8] = include_bytes!("../fonts/fill.ttf");
/// Rare characters of the supplementary planes.
static RARE: &[u8] = include_bytes!("../fonts/rare.ttf");

/// Where typefaces with very wide coverage usually lie. Read only when a character needs them.
const SYSTEM_FILES: &[&str] = &[
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
    "/usr/share/fonts/truetype/hanazono/HanaMinA.ttf",
    "/usr/share/fonts/truetype/babelstone/BabelStoneHan.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
];

/// What a text is, from which its typeface follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Voice {
    /// Running text and labels: 宋.
    Text,
    /// Titles and headings: bold 宋.
    Title,
    /// What is filled into a form: 仿宋 or its stand-in.
    Fill,
}

/// One typeface. Reading it costs once; using it costs little.
pub(crate) struct Face {
    bytes: Bytes,
    index: u32,
    /// Units of the design per em.
    units: f32,
    /// The same typeface as the PDF writer wants it.
    pub(crate) font: Font,
}

enum Bytes {
    Inside(&'static [u8]),
    Read(Arc<Vec<u8>>),
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Face").field("index", &self.index).field("units", &self.units).finish()
    }
}

impl Face {
    fn inside(bytes: &'static [u8]) -> Arc<Face> {
        let font = Font::new(bytes.into(), 0).expect("the typefaces inside the program are sound");
        Arc::new(Face { bytes: Bytes::Inside(bytes), index: 0, units: font.units_per_em(), font })
    }

    fn read(path: &Path) -> Result<Face, String> {
        let bytes = Arc::new(std::fs::read(path).map_err(|e| e.to_string())?);
        let index = collection_index(path);
        let font = Font::new(Data::from(bytes.clone()), index)
            .ok_or("it is not a TrueType or OpenType font")?;
        Ok(Face { bytes: Bytes::Read(bytes), index, units: font.units_per_em(), font })
    }

    fn bytes(&self) -> &[u8] {
        match &self.bytes {
            Bytes::Inside(bytes) => bytes,
            Bytes::Read(bytes) => bytes,
        }
    }

    /// The tables of the typeface.
    pub(crate) fn tables(&self) -> FontRef<'_> {
        FontRef::from_index(self.bytes(), self.index).expect("checked when the face was read")
    }

    /// Design units per em.
    pub(crate) fn units(&self) -> f32 {
        self.units
    }
}

/// In a collection of pan-CJK faces the third is the one with mainland shapes.
fn collection_index(path: &Path) -> u32 {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.contains("CJK") && name.ends_with(".ttc") { 2 } else { 0 }
}

/// A typeface that is read only when a character needs it.
struct Reserve {
    path: PathBuf,
    face: OnceLock<Option<Arc<Face>>>,
}

impl Reserve {
    fn face(&self) -> Option<&Arc<Face>> {
        self.face.get_or_init(|| Face::read(&self.path).ok().map(Arc::new)).as_ref()
    }
}

/// What a deployment says about typefaces.
#[derive(Clone, Debug, Default)]
pub struct FontOptions {
    /// A typeface for what is filled into certificates, in place of ours: the prescribed 仿宋
    /// (simfang.ttf, FangSong_GB2312, Zhuque Fangsong …), which a deployment may hold a licence for.
    pub fill: Option<PathBuf>,
    /// Folders with more typefaces for rare characters, searched in the order of their file names.
    pub folders: Vec<PathBuf>,
    /// Whether the well-known places of the machine are searched as well, after the folders.
    pub system: bool,
}

/// The typefaces. Load once, share for ever.
pub struct Fonts {
    text: Arc<Face>,
    more: Arc<Face>,
    title: Arc<Face>,
    fill: Arc<Face>,
    rare: Arc<Face>,
    chosen_fill: Option<Arc<Face>>,
    reserves: Vec<Reserve>,
}

impl Fonts {
    /// Only the typefaces inside the program: the same on every machine.
    pub fn embedded() -> Fonts {
        Fonts {
            text: Face::inside(TEXT),
            more: Face::inside(MORE),
            title: Face::inside(TITLE),
            fill: Face::inside(FILL),
            rare: Face::inside(RARE),
            chosen_fill: None,
            reserves: Vec::new(),
        }
    }

    /// The typefaces inside the program and those the deployment adds.
    ///
    /// # Errors
    /// [`PrintError::Font`] when the typeface for filling in, or a folder, cannot be read. Single
    /// files of a folder that are no typefaces are passed over when their turn comes.
    pub fn load(options: &FontOptions) -> Result<Fonts, PrintError> {
        let mut fonts = Fonts::embedded();
        if let Some(path) = &options.fill {
            let face = Face::read(path)
                .map_err(|reason| PrintError::Font { path: path.clone(), reason })?;
            fonts.chosen_fill = Some(Arc::new(face));
        }
        for folder in &options.folders {
            let mut paths = font_files(folder)?;
            paths.sort();
            fonts.reserves.extend(paths.into_iter().map(reserve));
        }
        if options.system {
            let present = SYSTEM_FILES.iter().map(PathBuf::from).filter(|path| path.is_file());
            fonts.reserves.extend(present.map(reserve));
        }
        Ok(fonts)
    }

    /// The faces for a voice in the order of preference, without the reserves. The second part says
    /// whether strokes must be thickened to match.
    fn chain(&self, voice: Voice) -> Vec<(&Arc<Face>, bool)> {
        let thicken = voice == Voice::Title;
        let mut chain = Vec::with_capacity(5);
        match voice {
            Voice::Text => {}
            Voice::Title => chain.push((&self.title, false)),
            Voice::Fill => {
                chain.extend(self.chosen_fill.as_ref().map(|face| (face, false)));
                chain.push((&self.fill, false));
            }
        }
        chain.extend([&self.text, &self.more, &self.rare].map(|face| (face, thicken)));
        chain
    }

    /// Finds a glyph for every character of a text.
    ///
    /// # Errors
    /// [`PrintError::MissingGlyphs`] with all characters that no typeface has.
    pub(crate) fn place(&self, voice: Voice, text: &str) -> Result<Vec<Placed>, PrintError> {
        let shown = |c: char| if c == '\t' { ' ' } else { c };
        let characters: Vec<char> = text.chars().map(shown).filter(|c| !invisible(*c)).collect();
        let mut chain: Vec<Lookup<'_>> =
            self.chain(voice).into_iter().map(|(face, bold)| Lookup::new(face, bold)).collect();
        // A name keeps one hand: the first face that has all of its Chinese characters sets them all.
        let whole = chain
            .iter()
            .position(|face| characters.iter().all(|c| !is_han(*c) || face.glyph(*c).is_some()));
        if let Some(first) = whole {
            chain.rotate_left(first);
        }
        let mut placed = Vec::with_capacity(characters.len());
        let mut missing = Vec::new();
        for c in characters {
            match chain.iter().find_map(|face| face.place(c)).or_else(|| self.in_reserves(voice, c))
            {
                Some(glyph) => placed.push(glyph),
                None if missing.contains(&c) => {}
                None => missing.push(c),
            }
        }
        if missing.is_empty() { Ok(placed) } else { Err(PrintError::MissingGlyphs(missing)) }
    }

    fn in_reserves(&self, voice: Voice, c: char) -> Option<Placed> {
        let faces = self.reserves.iter().filter_map(Reserve::face);
        faces.map(|face| Lookup::new(face, voice == Voice::Title)).find_map(|face| face.place(c))
    }
}

/// The characters of a text that no typeface at hand has, each once, in the order of the text.
pub fn missing_glyphs(fonts: &Fonts, text: &str) -> Vec<char> {
    match fonts.place(Voice::Text, text) {
        Err(PrintError::MissingGlyphs(missing)) => missing,
        _ => Vec::new(),
    }
}

fn reserve(path: PathBuf) -> Reserve {
    Reserve { path, face: OnceLock::new() }
}

fn font_files(folder: &Path) -> Result<Vec<PathBuf>, PrintError> {
    let failed =
        |e: std::io::Error| PrintError::Font { path: folder.to_path_buf(), reason: e.to_string() };
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        if matches!(extension.as_str(), "ttf" | "otf" | "ttc" | "otc") {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// A character with the glyph that shows it.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    /// The character.
    pub(crate) character: char,
    /// The typeface that has it.
    pub(crate) face: Arc<Face>,
    /// Whether strokes must be thickened, since the bold face lacks it.
    pub(crate) thicken: bool,
    /// The glyph in the typeface.
    pub(crate) glyph: u32,
    /// Its width in em.
    pub(crate) advance: f32,
}

struct Lookup<'a> {
    face: &'a Arc<Face>,
    thicken: bool,
    characters: skrifa::charmap::Charmap<'a>,
    metrics: skrifa::metrics::GlyphMetrics<'a>,
}

impl<'a> Lookup<'a> {
    fn new(face: &'a Arc<Face>, thicken: bool) -> Self {
        let tables = face.tables();
        Lookup {
            face,
            thicken,
            characters: tables.charmap(),
            metrics: tables.glyph_metrics(Size::unscaled(), LocationRef::default()),
        }
    }

    fn glyph(&self, c: char) -> Option<skrifa::GlyphId> {
        self.characters.map(c).filter(|id| id.to_u32() != 0)
    }

    fn place(&self, c: char) -> Option<Placed> {
        let id = self.glyph(c)?;
        let advance = self.metrics.advance_width(id)? / self.face.units;
        Some(Placed {
            character: c,
            face: self.face.clone(),
            thicken: self.thicken,
            glyph: id.to_u32(),
            advance,
        })
    }
}

/// Characters that guide text but have no shape: controls, joiners, variation selectors.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
            | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Chinese characters (not their punctuation).
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' | '〇')
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One set of typefaces for all tests.
    pub(crate) fn shared() -> &'static Fonts {
        static FONTS: OnceLock<Fonts> = OnceLock::new();
        FONTS.get_or_init(Fonts::embedded)
    }

    fn general_standard() -> String {
        let table = include_str!("../fonts/general-standard.txt");
        table.lines().filter(|line| !line.starts_with('#')).collect()
    }

    #[test]
    fn every_character_of_the_general_standard_table_prints() {
        let table = general_standard();
        assert_eq!(table.chars().count(), 8105);
        for voice in [Voice::Text, Voice::Title, Voice::Fill] {
            assert_eq!(shared().place(voice, &table).unwrap().len(), 8105);
        }
    }

    #[test]
    fn the_basic_part_of_gb_18030_prints() {
        let all: String = ('\u{4e00}'..='\u{9fff}').chain('\u{3400}'..='\u{4dbf}').collect();
        assert_eq!(missing_glyphs(shared(), &all), []);
    }

    #[test]
    fn rare_characters_of_names_print_and_others_are_named() {
        // Extension E (general standard), B (a surname), E (identity-card system), plane 2 of a dictionary.
        assert_eq!(missing_glyphs(shared(), "𬭚𠮷𬀩𠉂𨭎"), []);
        assert_eq!(missing_glyphs(shared(), "示例\u{2ebf0}😀工😀"), ['\u{2ebf0}', '😀']);
    }

    #[test]
    fn what_is_filled_in_keeps_one_hand() {
        let fill = shared().place(Voice::Fill, "示例").unwrap();
        assert!(Arc::ptr_eq(&fill[0].face, &shared().fill));
        // 镕 is in the table, 㼆 (extension A) is not: the whole name moves to the text face.
        let name = shared().place(Voice::Fill, "镕㼆").unwrap();
        assert!(name.iter().all(|glyph| Arc::ptr_eq(&glyph.face, &shared().text)));
        // Digits come from the text face, whose figures suit numbers.
        let level = shared().place(Voice::Fill, "3级").unwrap();
        assert!(Arc::ptr_eq(&level[0].face, &shared().text));
        assert!(Arc::ptr_eq(&level[1].face, &shared().fill));
    }

    #[test]
    fn selectors_and_controls_take_no_place() {
        assert_eq!(shared().place(Voice::Text, "葛\u{e0100}\u{200b}\r城").unwrap().len(), 2);
    }

    #[test]
    fn typefaces_of_the_deployment_come_first_and_fill_gaps() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("rare.ttf"), RARE).unwrap();
        std::fs::write(folder.path().join("broken.ttf"), b"not a font").unwrap();
        let fill = folder.path().join("rare.ttf");
        let options =
            FontOptions { fill: Some(fill), folders: vec![folder.path().into()], system: false };
        let fonts = Fonts::load(&options).unwrap();
        let chosen = fonts.place(Voice::Fill, "𠉂").unwrap();
        assert!(Arc::ptr_eq(&chosen[0].face, fonts.chosen_fill.as_ref().unwrap()));
        assert_eq!(missing_glyphs(&fonts, "😀"), ['😀']);

        let broken =
            FontOptions { fill: Some(folder.path().join("broken.ttf")), ..FontOptions::default() };
        assert!(matches!(Fonts::load(&broken), Err(PrintError::Font { .. })));
    }

    #[test]
    fn typefaces_are_shared_between_threads() {
        fn shareable<T: Send + Sync>() {}
        shareable::<Fonts>();
    }
}
