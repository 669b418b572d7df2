#!/usr/bin/env python3
"""Makes the typefaces of this folder out of Debian's font packages.

Needed once, and again only when a typeface is to be renewed; the results are committed.

    apt-get download fonts-noto-cjk fonts-lxgw-wenkai fonts-hanazono unicode-data
    for p in *.deb; do dpkg-deb -x "$p" unpacked; done
    pip install fonttools
    python3 subset.py unpacked .

What is taken, and why, is said in README.md beside this file.
"""

import bz2
import os
import sys

from fontTools import subset

# Kept out of every face: we place glyph by glyph and set horizontally.
LAYOUT_TABLES = ["GSUB", "GPOS", "GDEF", "BASE", "VORG", "vhea", "vmtx", "DSIG", "FFTM", "gasp", "meta"]

# Sources of China's submissions to Unicode whose characters stand in general dictionaries,
# encyclopaedias, the identity-card system and the place-name surveys. Left out are the two
# historical dictionaries (GKX, GHZ), bronze inscriptions (GZJW) and Zhuang and dialect characters.
RARE_SOURCES = {
    "G3", "GBK", "GCH", "GCY", "GCYY", "GDM", "GDZ", "GFC", "GFZ", "GGFZ", "GGH", "GHC", "GIDC",
    "GJZ", "GKJ", "GPGLG", "GRM", "GU", "GWZ", "GXC", "GXH", "GXHZ", "GXM", "GZA", "GZH", "G4K",
}


def read_unihan(folder, file, field):
    """One field of the Unihan database: code point to value."""
    values = {}
    with bz2.open(os.path.join(folder, file), "rt", encoding="utf-8") as lines:
        for line in lines:
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and parts[1] == field:
                values[int(parts[0][2:], 16)] = parts[2]
    return values


def block(first, last):
    return set(range(first, last + 1))


def latin_and_signs():
    """Latin with the accents of foreign names, Greek, Cyrillic, kana, signs of GB/T 2312 and forms."""
    return (
        block(0x20, 0x7E) | block(0xA0, 0x17F) | block(0x1CD, 0x1DC) | block(0x218, 0x21B)
        | block(0x391, 0x3C9) | block(0x401, 0x451) | block(0x1E80, 0x1EF9)
        | block(0x2010, 0x2027) | block(0x2030, 0x203E) | {0x20AC, 0x2103, 0x2109, 0x2116, 0x2122}
        | block(0x2160, 0x2179) | block(0x2190, 0x2199) | block(0x2200, 0x2265)
        | block(0x2460, 0x249B) | block(0x25A0, 0x25EF) | {0x2605, 0x2606, 0x2610, 0x2611, 0x2612}
        | {0x2640, 0x2642, 0x2713, 0x2717} | block(0x3220, 0x3229) | block(0x3041, 0x30FF)
        | block(0x3105, 0x312F)
    )


def chinese_marks():
    """Punctuation that stands between Chinese characters."""
    return (
        {0xB7, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026, 0x30FB}
        | block(0x3000, 0x301F) | block(0xFF01, 0xFF5E) | block(0xFFE0, 0xFFE6)
    )


# The twenty-one compatibility ideographs of GBK.
GBK_COMPATIBILITY = {
    0xF92C, 0xF979, 0xF995, 0xF9E7, 0xF9F1, 0xFA0C, 0xFA0D, 0xFA0E, 0xFA0F, 0xFA11, 0xFA13,
    0xFA14, 0xFA18, 0xFA1F, 0xFA20, 0xFA21, 0xFA23, 0xFA24, 0xFA27, 0xFA28, 0xFA29,
}


def make(source, number, characters, target, family=None):
    """Writes the subset and returns the characters it has."""
    options = subset.Options()
    options.font_number = number
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.drop_tables += LAYOUT_TABLES
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.recalc_timestamp = False
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    if family:
        rename(font, family)
    font.save(target)
    covered = set(font.getBestCmap())
    print(f"{target}: {len(covered)} characters, {os.path.getsize(target)} bytes")
    return covered


def rename(font, family):
    """Gives a changed font a name of its own, since its licence reserves the old one."""
    table = font["name"]
    # Copyright and licence stay, everything that could carry the reserved name goes.
    table.names = [n for n in table.names if n.nameID in (0, 13, 14) and n.platformID == 3]
    post_script = family.replace(" ", "") + "-Regular"
    for name_id, text in ((1, family), (2, "Regular"), (3, post_script), (4, family), (6, post_script)):
        table.setName(text, name_id, 3, 1, 0x409)


def main(packages, target):
    unihan = os.path.join(packages, "usr/share/unicode")
    noto = os.path.join(packages, "usr/share/fonts/opentype/noto")
    simplified_chinese = 2

    # kTGH: place in the Table of General Standard Chinese Characters (2013), 8,105 characters,
    # of which the first 3,500 are level one and the next 3,000 level two.
    table = {
        code: int(value.split(":")[1].split()[0])
        for code, value in read_unihan(unihan, "Unihan_OtherMappings.txt.bz2", "kTGH").items()
    }
    if len(table) != 8105:
        sys.exit(f"the table has {len(table)} characters instead of 8,105")
    common = {code for code, place in table.items() if place <= 3500}
    han = block(0x4E00, 0x9FFF) | block(0x3400, 0x4DBF) | block(0x20000, 0x323AF) | GBK_COMPATIBILITY

    text = make(
        os.path.join(noto, "NotoSerifCJK-Regular.ttc"), simplified_chinese,
        latin_and_signs() | chinese_marks() | han | set(table), os.path.join(target, "text.otf"),
    )
    make(
        os.path.join(noto, "NotoSerifCJK-Bold.ttc"), simplified_chinese,
        latin_and_signs() | chinese_marks() | common, os.path.join(target, "title.otf"),
    )
    make(
        os.path.join(packages, "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf"), 0,
        chinese_marks() | set(table), os.path.join(target, "fill.ttf"), "Kaogong Fill",
    )
    sources = read_unihan(unihan, "Unihan_IRGSources.txt.bz2", "kIRG_GSource")
    rare = {c for c, s in sources.items() if c >= 0x20000 and s.split("-")[0] in RARE_SOURCES}
    make(
        os.path.join(packages, "usr/share/fonts/truetype/hanazono/HanaMinB.ttf"), 0,
        rare - text, os.path.join(target, "rare.ttf"), "Kaogong Rare",
    )
    with open(os.path.join(target, "general-standard.txt"), "w", encoding="utf-8") as out:
        out.write("# The 8,105 characters of the Table of General Standard Chinese Characters (2013), in its order.\n")
        out.write("# Source: field kTGH of the Unihan database, Unicode 15.0 (Unicode licence V3).\n")
        line = [chr(code) for code, _ in sorted(table.items(), key=lambda entry: entry[1])]
        for start in range(0, len(line), 100):
            out.write("".join(line[start:start + 100]) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
