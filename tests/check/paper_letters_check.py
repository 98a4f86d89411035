#!/usr/bin/env python3
"""Letters on paper, looked at as pictures: reading the text back says nothing of how it looks. Every word of a permit and
of session sheets made by the real program is rasterised (pdftoppm) and compared with the same word drawn by cairo from the
same font. The sheets hold every letter of the font from the Latin, Greek, Cyrillic and Vietnamese ranges, and names.

  paper_letters_check.py AIMTRACK [--full]
"""
import ctypes
import html
import json
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import unicodedata

FONTS = ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"]
NAMES = [("Nguyễn", "Hồng"), ("Trần", "Thị-Ngọc-Ẩm"), ("Łódź", "Żółć-Gęś"), ("Işık", "Ğül-Çağrı"), ("Παπαδοπούλου", "Ἀΐδα-Ελένη"), ("Жуйкёва", "Їжак-Ґеорґій"),
         ("Dvořáčková", "Ťažký-Ěščřž"), ("Þórðardóttir", "Æsa-Ýr"), ("Żammit", "Ġorġ-Ħamrun"), ("Nguye\u0302\u0303n", "Ho\u0302\u0300ng-Rene\u0301e"), ("Zo\u0308e\u030c", "A\u030angstro\u0308m")]
RANGES = [(0xA1, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF)]
DOTS = 8  # pixels a point
LOST = 5  # pixels of a letter that may have no neighbour in the other picture; the smallest dot has 20
problems = []
compared = 0


def check(truth, what):
    global compared
    compared += 1
    if not truth:
        problems.append(what)
        print("WRONG:", what[:300])


class Drawing:
    """cairo and FreeType, without a binding."""

    def __init__(self):
        self.free, self.cairo = ctypes.CDLL("libfreetype.so.6"), ctypes.CDLL("libcairo.so.2")
        pointer, real = ctypes.c_void_p, ctypes.c_double
        for name, result, kinds in (("image_surface_create", pointer, [ctypes.c_int] * 3), ("create", pointer, [pointer]), ("ft_font_face_create_for_ft_face", pointer, [pointer, ctypes.c_int]),
                                    ("set_font_face", None, [pointer] * 2), ("set_font_size", None, [real]), ("move_to", None, [pointer, real, real]), ("show_text", None, [pointer, ctypes.c_char_p]),
                                    ("text_extents", None, [pointer, ctypes.c_char_p, pointer]), ("font_options_create", pointer, []), ("font_options_set_hint_style", None, [pointer, ctypes.c_int]),
                                    ("font_options_set_hint_metrics", None, [pointer, ctypes.c_int]), ("set_font_options", None, [pointer] * 2), ("surface_flush", None, [pointer]),
                                    ("image_surface_get_data", pointer, [pointer]), ("image_surface_get_stride", ctypes.c_int, [pointer]), ("destroy", None, [pointer]), ("surface_destroy", None, [pointer])):
            function = getattr(self.cairo, "cairo_" + name)
            function.restype, function.argtypes = result, kinds
        self.cairo.cairo_set_font_size.argtypes = [pointer, real]
        self.free.FT_Get_Char_Index.argtypes = [pointer, ctypes.c_ulong]
        library = pointer()
        self.free.FT_Init_FreeType(ctypes.byref(library))
        self.faces = []
        for path in FONTS:
            face = pointer()
            if self.free.FT_New_Face(library, path.encode(), ctypes.c_long(0), ctypes.byref(face)):
                raise SystemExit(f"{path} is missing")
            self.faces.append((face, self.cairo.cairo_ft_font_face_create_for_ft_face(face, 0)))

    def has(self, code):
        return all(self.free.FT_Get_Char_Index(face, code) for face, _ in self.faces)

    def _begin(self, face, size, width, height):
        cairo = self.cairo
        surface = cairo.cairo_image_surface_create(2, width, height)  # A8
        context = cairo.cairo_create(surface)
        options = cairo.cairo_font_options_create()
        cairo.cairo_font_options_set_hint_style(options, 1)  # none
        cairo.cairo_font_options_set_hint_metrics(options, 1)  # off
        cairo.cairo_set_font_options(context, options)
        cairo.cairo_set_font_face(context, self.faces[face][1])
        cairo.cairo_set_font_size(context, size)
        return surface, context

    def advance(self, face, text):
        surface, context = self._begin(face, 1000, 1, 1)
        extents = (ctypes.c_double * 6)()
        self.cairo.cairo_text_extents(context, text.encode(), extents)
        self.cairo.cairo_destroy(context)
        self.cairo.cairo_surface_destroy(surface)
        return extents[4] / 1000

    def rows(self, face, size, text, x, y, width, height):
        """A picture as one number a row, a bit a pixel."""
        surface, context = self._begin(face, size, width, height)
        self.cairo.cairo_move_to(context, x, y)
        self.cairo.cairo_show_text(context, text.encode())
        self.cairo.cairo_surface_flush(surface)
        stride = self.cairo.cairo_image_surface_get_stride(surface)
        data = ctypes.string_at(self.cairo.cairo_image_surface_get_data(surface), stride * height)
        self.cairo.cairo_destroy(context)
        self.cairo.cairo_surface_destroy(surface)
        return [bits(data[line * stride:line * stride + width], INK) for line in range(height)]


INK = bytes(48 + (value > 127) for value in range(256))  # cairo: how much ink
PAPER = bytes(48 + (value < 150) for value in range(256))  # a page: how much light; muted ink is not black


def bits(row, table):
    return int(row.translate(table), 2) if row else 0


def wider(rows):
    thick = [row | row << 1 | row >> 1 for row in rows]
    return [one | (thick[at - 1] if at else 0) | (thick[at + 1] if at + 1 < len(thick) else 0) for at, one in enumerate(thick)]


def lost(one, other, wide_one, wide_other):
    return sum((a & ~wb).bit_count() + (b & ~wa).bit_count() for a, b, wa, wb in zip(one, other, wide_one, wide_other))


def difference(drawing, page, word, box):
    """Of the best place within three pixels, in pixels that have no neighbour in the other picture."""
    width, height, pixels = page
    best = 10 ** 6
    for face in range(len(FONTS)):
        size = (box[2] - box[0]) / drawing.advance(face, word) * DOTS
        left, base = box[0] * DOTS, box[3] * DOTS - .236 * size
        x0, y0 = max(0, int(left - .14 * size)), max(0, int(base - 1.04 * size))
        x1, y1 = min(width, int(box[2] * DOTS + .14 * size)), min(height, int(base + .32 * size))
        seen = [bits(pixels[line * width + x0:line * width + x1], PAPER) for line in range(y0, y1)]
        drawn = drawing.rows(face, size, word, left - x0, base - y0, x1 - x0, y1 - y0)
        wide_drawn = wider(drawn)
        for down in sorted(range(-3, 4), key=abs):
            moved = [seen[at + down] if 0 <= at + down < len(seen) else 0 for at in range(len(seen))]
            for across in sorted(range(-3, 4), key=abs):
                shifted = [row << across if across >= 0 else row >> -across for row in moved]
                best = min(best, lost(shifted, drawn, wider(shifted), wide_drawn))
                if best <= LOST:
                    return best
    return best


def look(drawing, path, wanted, report):
    """Every word of `wanted`, wherever it stands in the PDF."""
    text = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
    found = set()
    for number, page in enumerate(text.split("<page ")[1:], 1):
        words = [(unicodedata.normalize("NFC", html.unescape(word)), tuple(map(float, box)))
                 for *box, word in re.findall(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>', page)]
        words = [(word, box) for word, box in words if word in wanted]
        if not words:
            continue
        raster = subprocess.run(["pdftoppm", "-gray", "-r", str(72 * DOTS), "-f", str(number), "-l", str(number), path], capture_output=True, check=True).stdout
        _, size, _, pixels = raster.split(b"\n", 3)
        width, height = map(int, size.split())
        for word, box in words:
            found.add(word)
            pixels_lost = difference(drawing, (width, height, pixels), word, box)
            check(pixels_lost <= LOST, f"{report}, page {number}: {word} ({' '.join(f'{ord(one):04X}' for one in word)}) looks otherwise: {pixels_lost} pixels")
    check(found == wanted, f"{report}: not on it: {sorted(wanted - found)[:20]}")


class Club:
    def __init__(self, program, folder):
        self.words, self.out = [program, "--data", os.path.join(folder, "club"), "--language", "en"], os.path.join(folder, "out")
        os.mkdir(self.out)
        subprocess.run([*self.words, "demo", "--members", "12", "--sessions", "60"], check=True, stdout=subprocess.DEVNULL)
        self.database = sqlite3.connect(os.path.join(folder, "club", "aimtrack.db"))

    def sql(self, text, *values):
        with self.database:
            return self.database.execute(text, values).fetchall()

    def pdf(self, *words):
        done = subprocess.run([*self.words, "export", *map(str, words), "--format", "pdf", "--out", self.out, "--json"], check=True, capture_output=True, text=True)
        return os.path.join(self.out, json.loads(done.stdout)["file"])


def letters(drawing):
    """Every letter that stands for itself: no mark that needs another letter, and not one that is written as another."""
    for first, last in RANGES:
        for code in range(first, last + 1):
            one = chr(code)
            if drawing.has(code) and unicodedata.category(one)[0] in "LNPS" and unicodedata.normalize("NFC", one) == one and unicodedata.category(one) != "Lm":
                yield one


def main():
    drawing = Drawing()
    with tempfile.TemporaryDirectory() as folder:
        club = Club(os.path.abspath(sys.argv[1]), folder)
        every = list(letters(drawing))
        sessions = [row[0] for row in club.sql("SELECT id FROM session WHERE state = 1 ORDER BY id")]
        for at in range(0, len(every), 120):
            session, part = sessions[at // 120], every[at:at + 120]
            club.sql("UPDATE session SET notes = ? WHERE id = ?", " ".join(part), session)
            look(drawing, club.pdf("session", "--session", session), set(part), f"letters {ord(part[0]):04X}-{ord(part[-1]):04X}")
        numbers = [row[0] for row in club.sql("SELECT m.number FROM member m JOIN session s ON s.member_id = m.id WHERE s.state = 1 GROUP BY m.id ORDER BY count(*) DESC")]
        for number, (family, given) in zip(numbers, NAMES):
            club.sql("UPDATE member SET family_name = ?, given_name = ? WHERE number = ?", family, given, number)
            words = {unicodedata.normalize("NFC", one) for one in (family, given)}
            for report in ("permit", "progress"):
                path = club.pdf(report, "--member", number)
                text = unicodedata.normalize("NFC", subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout)
                shown = {word for word in text.split() if word.rstrip(",") in words}
                check({word.rstrip(",") for word in shown} == words, f"{report} of {family}: {shown}")
                look(drawing, path, shown, f"{report} of {family} {given}")
        session = sessions[-1]
        names = {unicodedata.normalize("NFC", one) for name in NAMES for one in name}
        club.sql("UPDATE session SET notes = ? WHERE id = ?", " ".join(one for name in NAMES for one in name), session)
        look(drawing, club.pdf("session", "--session", session), names, "names")
        for text, named in ((" ".join(names), []), ("鈴木 Suzuki", [0x9234, 0x6728]), ("محمد", [0x645, 0x62D, 0x62F]), ("כהן", [0x5DB, 0x5D4, 0x5DF]), ("q\u0303", [0x303]), ("😀 Emoji", [0x1F600])):
            club.sql("UPDATE session SET notes = ? WHERE id = ?", text, session)
            said = subprocess.run([*club.words, "export", "session", "--session", str(session), "--format", "pdf", "--out", club.out], capture_output=True, text=True)
            codes = re.findall(r"U\+([0-9A-F]+)", said.stderr)
            check(said.returncode == 0 and sorted(codes) == sorted(f"{one:04X}" for one in named), f"{text}: {said.returncode} {said.stderr}")
            check(("These letters cannot be printed as they are: " in said.stderr) == bool(named), f"{text}: {said.stderr}")
        club.database.close()
    print(f"{len(every)} letters, {compared} things compared, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
