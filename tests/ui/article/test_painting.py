"""What is on the page, read from its pixels."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage, QPainter

from annotator.model.article import Article, BlockKind
from annotator.model.labels import Pattern
from annotator.model.text import Span
from annotator.services.data.preferences import ReadingSettings
from annotator.ui.article.layers import Underline
from annotator.ui.article.marks import MarkRole, PaintedMark, Sign
from annotator.ui.article.overlays import veil
from annotator.ui.article.painter import MarkPainter
from annotator.ui.article.patterns import PatternTiles, draw_pattern
from annotator.ui.article.view import ArticleView
from annotator.ui.widgets.theme import Theme, all_themes, contrast, light
from tests.ui.article.conftest import GUIDE, span_of
from tests.ui.article.eyes import CONES, seen_with

LABELS = [label.id for label in GUIDE.labels]


def picture(view: ArticleView) -> QImage:
    """The viewport as it is painted, without a blinking caret."""
    view.clearFocus()
    view.viewport().setFocus()
    view.setCursorWidth(0)
    return view.viewport().grab().toImage()


def colours_in(image: QImage, rect: QRect) -> set[str]:
    ratio = image.devicePixelRatio()
    return {
        image.pixelColor(round(x * ratio), round(y * ratio)).name()
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    }


def line_under(view: ArticleView, mark: PaintedMark) -> Underline:
    """The first stretch of the line that is drawn under a mark."""
    number = view.article().block_number_at(mark.span.start)
    lines = view.marks.picture(number).underlines
    rects = view.rects_of(mark.span)
    own = [u for u in lines if u.label == mark.label and u.rect.left() == rects[0].left()]
    assert own
    return own[0]


@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("label", LABELS)
def test_a_mark_has_its_tint_line_and_stripe_in_every_theme(
    view: ArticleView, theme: Theme, label: str
) -> None:
    mark = PaintedMark("one", span_of("the boats stayed"), label)
    view.set_theme(theme)
    view.set_marks([mark])
    image = picture(view)
    words = view.rects_of(mark.span)[0]
    colours = theme.label(label)
    assert colours.tint.name() in colours_in(image, words)
    assert colours.line.name() in colours_in(image, line_under(view, mark).rect)
    stripe = view.marks.picture(3).stripes[0].rect
    assert stripe.right() < words.left()
    assert stripe.width() >= 10
    beside = colours_in(image, stripe)
    assert colours.line.name() in beside
    # The letter stands out from the stripe.
    middle = colours_in(image, stripe.adjusted(3, 3, -3, -3))
    assert max(contrast(QColor(name), colours.line) for name in middle) >= 3
    rest = view.rects_of(span_of("all week"))[0]
    assert colours.tint.name() not in colours_in(image, rest)
    assert theme.paper.name() in colours_in(image, rest)


def test_hidden_marks_leave_no_trace(view: ArticleView) -> None:
    before = picture(view)
    view.set_marks([PaintedMark("one", span_of("the boats stayed"), "claim", sign=Sign.FOUND)])
    marked = picture(view)
    assert marked != before
    view.set_settings(ReadingSettings(hide_marks=True))
    assert picture(view) == before
    view.set_settings(ReadingSettings())
    assert picture(view) == marked


def test_adding_and_removing_one_by_one_equals_setting_all(view: ArticleView) -> None:
    marks = [
        PaintedMark("a", span_of("Nobody asked why"), "claim"),
        PaintedMark("b", span_of("why the boats"), "denial"),
        PaintedMark("c", span_of("Dr. Smith"), "source"),
    ]
    view.set_marks(marks)
    wanted = picture(view)
    view.set_marks([])
    view.add_mark(PaintedMark("x", span_of("boats stayed"), "opinion"))
    for mark in reversed(marks):
        view.add_mark(mark)
    view.add_mark(PaintedMark("x", span_of("harbour all"), "claim"))
    view.remove_mark("x")
    view.remove_mark("never there")
    assert picture(view) == wanted


def test_bands_of_three_overlapping_marks_are_all_seen(view: ArticleView) -> None:
    theme = light()
    view.set_marks(
        [
            PaintedMark("a", span_of("Nobody asked why the boats"), "claim"),
            PaintedMark("b", span_of("asked why the boats stayed"), "denial"),
            PaintedMark("c", span_of("why the boats stayed in"), "opinion"),
        ]
    )
    image = picture(view)
    seen = colours_in(image, view.rects_of(span_of("the boats"))[0])
    for label in ("claim", "denial", "opinion"):
        assert theme.label(label).tint.name() in seen
        assert theme.label(label).line.name() in seen
    lanes = view.marks.picture(3).underlines
    assert len({lane.rect.top() for lane in lanes}) == 3


def test_two_overlapping_marks_of_one_label_stay_two(view: ArticleView) -> None:
    one = PaintedMark("a", span_of("Nobody asked why the boats"), "claim")
    two = PaintedMark("b", span_of("why the boats stayed"), "claim")
    view.set_marks([one, two])
    twice = picture(view)
    view.set_marks([PaintedMark("a", span_of("Nobody asked why the boats stayed"), "claim")])
    assert picture(view) != twice
    view.set_marks([one, two])
    lanes = view.marks.picture(3).underlines
    assert len({lane.rect.top() for lane in lanes}) == 2
    assert all(lane.left_end and lane.right_end for lane in lanes)


def test_two_marks_of_one_label_side_by_side_are_told_from_one(view: ArticleView) -> None:
    # No space between them: only the posts at their ends tell.
    whole = span_of("harbour all")
    middle = whole.start + 4
    view.set_marks(
        [
            PaintedMark("a", Span(whole.start, middle), "claim"),
            PaintedMark("b", Span(middle, whole.end), "claim"),
        ]
    )
    apart = picture(view)
    view.set_marks([PaintedMark("a", whole, "claim")])
    assert picture(view) != apart


def grey_row(pattern: Pattern, thick: int, *, vectors: bool = False) -> tuple[int, ...]:
    """A pattern as it looks without colour, always on the same grey."""
    image = QImage(96, thick + 4, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    rect = QRect(0, 0, 96, thick)
    if vectors:
        draw_pattern(painter, rect, pattern, QColor("#666666"))
    else:
        PatternTiles().underline(painter, rect, pattern, QColor("#666666"))
    painter.end()
    return tuple(image.pixelColor(x, y).lightness() // 64 for y in range(thick) for x in range(96))


@pytest.mark.parametrize("cones", CONES)
@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
def test_lines_stand_out_for_every_kind_of_eye(theme: Theme, cones: str) -> None:
    for label in LABELS:
        line = seen_with(cones, theme.label(label).line)
        for ground in (theme.paper, theme.panel):
            assert contrast(line, seen_with(cones, ground)) >= 3, (label, cones)
        # The line lies at the edge of a tint, perhaps another label's.
        for other in LABELS:
            assert contrast(line, seen_with(cones, theme.label(other).tint)) >= 2.5, (label, other)


@pytest.mark.parametrize("vectors", [False, True])
@pytest.mark.parametrize("thick", [2, 3, 6])
def test_patterns_differ_in_grey(qapp: Any, thick: int, vectors: bool) -> None:
    rows = {pattern: grey_row(pattern, thick, vectors=vectors) for pattern in Pattern}
    for one in Pattern:
        assert min(rows[one]) < 3, f"{one} can't be seen"
        for two in Pattern:
            if one is not two and (thick > 2 or {one, two} != {Pattern.DOUBLE, Pattern.SOLID}):
                differing = sum(a != b for a, b in zip(rows[one], rows[two], strict=True))
                assert differing >= len(rows[one]) // 10, f"{one} and {two} look alike"


def test_tiles_are_sharp_at_the_pixel_ratio_of_the_screen(qapp: Any) -> None:
    def dash(ratio: float) -> QImage:
        image = QImage(round(48 * ratio), round(3 * ratio), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor("white"))
        painter = QPainter(image)
        PatternTiles(ratio).underline(painter, QRect(0, 0, 48, 3), Pattern.DASH, QColor("black"))
        painter.end()
        return image

    for ratio in (1.0, 2.0):
        image = dash(ratio)
        row = [image.pixelColor(x, 1).lightness() for x in range(image.width())]
        shades = sum(0 < value < 255 for value in row)
        assert shades <= len(row) // 10


@pytest.mark.parametrize("sign", list(Sign))
def test_signs_do_not_move_the_text(view: ArticleView, sign: Sign) -> None:
    span = span_of("the boats stayed")
    rest = span_of("in the harbour")
    view.set_marks([PaintedMark("one", span, "claim")])
    before = view.rects_of(rest)
    without = picture(view)
    view.set_marks([PaintedMark("one", span, "claim", sign=sign)])
    assert view.rects_of(rest) == before
    image = picture(view)
    place = view.rects_of(span)[0]
    corner = QRect(place.right() - 8, place.top() - 8, 16, 16)
    theme = light()
    colour = {
        Sign.FOUND: theme.found,
        Sign.OTHER: theme.other,
        Sign.MISSED: theme.missed,
        Sign.EXTRA: theme.extra,
    }[sign]
    assert colour.name() in colours_in(image, corner)
    assert colour.name() not in colours_in(without, corner)


def test_roles_look_different(view: ArticleView) -> None:
    looks = []
    for role, dashed in (
        (MarkRole.FILL, False),
        (MarkRole.OUTLINE, False),
        (MarkRole.OUTLINE, True),
        (MarkRole.HATCH, False),
    ):
        view.set_marks([PaintedMark("a", span_of("boats stayed"), "claim", role, dashed=dashed)])
        looks.append(picture(view))
    for number, look in enumerate(looks):
        assert all(look != other for other in looks[number + 1 :])


def test_pending_and_saved_differ_in_the_margin_only(view: ArticleView) -> None:
    span = span_of("boats stayed")
    view.set_marks([PaintedMark("a", span, "claim")])
    saved = picture(view)
    view.set_marks([PaintedMark("a", span, "claim", pending=True)])
    pending = picture(view)
    assert pending != saved
    words = view.rects_of(span)[0]
    assert pending.copy(words) == saved.copy(words)


def test_the_picked_mark_shows_its_ends(view: ArticleView) -> None:
    view.set_marks([PaintedMark("a", span_of("boats stayed"), "claim")])
    before = picture(view)
    view.select_mark("a")
    picked = picture(view)
    assert picked != before
    view.set_editable(False)
    assert picture(view) not in (picked, before)
    view.select_mark("unknown")
    assert view.selected_mark() is None
    assert picture(view) == before


def test_ties_are_drawn_for_the_picked_mark_only(view: ArticleView) -> None:
    view.set_marks(
        [
            PaintedMark("a", span_of("boats stayed"), "claim"),
            PaintedMark("b", span_of("Smith"), "source"),
            PaintedMark("c", span_of("harbour on"), "source"),
        ]
    )
    view.select_mark("a")
    plain = picture(view)
    view.set_links([("a", "b", "said_by"), ("a", "gone", "denies")])
    assert picture(view) != plain
    view.select_mark("c")
    other = picture(view)
    view.set_links([])
    assert picture(view) == other


def test_dimming_leaves_marked_words_alone(view: ArticleView) -> None:
    span = span_of("boats stayed")
    view.set_marks([PaintedMark("a", span, "claim")])
    before = picture(view)
    view.set_settings(ReadingSettings(dim_unmarked=True))
    after = picture(view)
    words = view.rects_of(span)[0].adjusted(2, 2, -2, -8)
    assert after.copy(words) == before.copy(words)
    rest = view.rects_of(span_of("all week"))[0]
    darkest = [min(QColor(c).lightness() for c in colours_in(i, rest)) for i in (before, after)]
    assert darkest[0] + 30 < darkest[1]


@pytest.mark.parametrize("theme", all_themes(), ids=lambda theme: theme.name)
def test_words_that_step_back_and_letters_in_the_margin_can_be_read(theme: Theme) -> None:
    thin = veil(theme.ink, theme.paper)
    assert thin.alpha() >= 50
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    image.fill(theme.ink)
    painter = QPainter(image)
    painter.fillRect(image.rect(), thin)
    painter.end()
    assert contrast(image.pixelColor(0, 0), theme.paper) >= 4.5
    marks = MarkPainter(GUIDE, theme, 19)
    for label in [*LABELS, "one", "two", "three", "four", "five", "six"]:
        assert contrast(marks.letter_ink(label), marks.colours(label).line) >= 4.5, label


def test_marks_without_room_in_the_margin_are_counted(view: ArticleView) -> None:
    view.resize(480, 900)
    spans = [span_of("Nobody asked why"), span_of("asked why"), span_of("why")]
    marks = [PaintedMark(f"{s.start}", s, "claim") for s in spans]
    view.set_marks(marks)
    assert [stripe.more for stripe in view.marks.picture(3).stripes] == [0, 0, 0]
    marks += [PaintedMark(f"x{n}", spans[2], name) for n, name in enumerate(LABELS[1:])]
    view.set_marks(marks)
    stripes = view.marks.picture(3).stripes
    assert len(stripes) == 3
    assert sorted(stripe.more for stripe in stripes) == [0, 0, 3]
    # Those of another line are not counted here.
    view.add_mark(PaintedMark("later", span_of("week long"), "claim"))
    assert sum(stripe.more for stripe in view.marks.picture(3).stripes) == 3


def test_the_ruler_leaves_one_line_clear(view: ArticleView) -> None:
    before = picture(view)
    view.set_settings(ReadingSettings(ruler=True))
    view.words.place_caret(span_of("boats").start)
    after = picture(view)
    line = view.rects_of(span_of("boats"))[0]
    assert after.copy(line) == before.copy(line)
    other = view.rects_of(span_of("Smith"))[0]
    assert after.copy(other) != before.copy(other)


RTL = Article.from_blocks(
    [
        (BlockKind.PARAGRAPH, "كتب The Herald أن العبارة تأخرت"),
        (BlockKind.PARAGRAPH, "She wrote “تأخرت العبارة جدا” on it."),
        (BlockKind.PARAGRAPH, "a 😀 b q\u0307 c"),
    ]
)


def ink_in(image: QImage, rect: QRect, paper: QColor) -> int:
    return sum(
        abs(image.pixelColor(x, y).lightness() - paper.lightness()) > 60
        for x in range(max(0, rect.left()), min(image.width(), rect.right() + 1))
        for y in range(rect.top(), rect.bottom() + 1)
    )


def test_right_to_left_words_are_found_where_they_are_drawn(view: ArticleView) -> None:
    # Words are coloured one by one through Qt itself; the rectangle has to hold that colour and
    # no other word's.
    view.set_article(RTL, GUIDE)
    for number in range(len(RTL.words)):
        word = RTL.words.word(number)
        block = RTL.blocks[RTL.block_number_at(word.start)].span
        cursor = view.textCursor()
        before = block.of(RTL.text)[: word.start - block.start]
        width = len(word.of(RTL.text).encode("utf-16-le")) // 2
        row = view.document().findBlockByNumber(RTL.block_number_at(word.start))
        cursor.setPosition(row.position() + len(before.encode("utf-16-le")) // 2)
        cursor.movePosition(cursor.MoveOperation.NextCharacter, cursor.MoveMode.KeepAnchor, width)
        plain = cursor.charFormat()
        red = cursor.charFormat()
        red.setForeground(QColor("#ff0000"))
        cursor.setCharFormat(red)
        view.page.forget()
        image = picture(view)
        rects = view.rects_of(word)
        assert len(rects) == 1
        inside = _reds(image, rects[0].adjusted(-2, 0, 2, 0))
        everywhere = _reds(image, QRect(0, 0, image.width(), 200))
        assert everywhere > 0
        assert inside >= 0.97 * everywhere, word.of(RTL.text)
        assert ink_in(image, rects[0], light().paper) > 0
        cursor.setCharFormat(plain)
    view.page.forget()


def _reds(image: QImage, rect: QRect) -> int:
    rect = rect.intersected(image.rect())
    return sum(
        image.pixelColor(x, y).red() - image.pixelColor(x, y).green() > 40
        for x in range(rect.left(), rect.right() + 1)
        for y in range(rect.top(), rect.bottom() + 1)
    )


def test_a_span_over_both_directions_is_drawn_in_two_places(view: ArticleView) -> None:
    view.set_article(RTL, GUIDE)
    span = span_of("wrote “تأخرت العبارة", RTL)
    rects = view.rects_of(span)
    assert len(rects) == 2
    between = view.rects_of(span_of("جدا", RTL))[0]
    assert rects[0].right() <= between.left() + 2
    assert between.right() <= rects[1].left() + 2


def test_stripes_stand_where_lines_begin(view: ArticleView) -> None:
    view.set_article(RTL, GUIDE)
    view.set_marks(
        [
            PaintedMark("rtl", span_of("كتب", RTL), "claim"),
            PaintedMark("ltr", span_of("wrote", RTL), "claim"),
        ]
    )
    middle = view.viewport().width() // 2
    assert view.marks.picture(0).stripes[0].rect.left() > middle
    assert view.marks.picture(1).stripes[0].rect.left() < middle


@pytest.mark.parametrize("size", [19.0, 38.0])
def test_a_very_long_word_is_broken_and_painted_within_the_column(
    view: ArticleView, size: float
) -> None:
    word = "Donaudampfschiff" * 20
    article = Article.from_blocks([(BlockKind.PARAGRAPH, f"a {word} b")])
    view.set_settings(ReadingSettings(size=size))
    view.set_article(article, GUIDE)
    rects = view.rects_of(Span(2, 2 + len(word)))
    assert len(rects) > 3
    assert all(0 < r.left() < r.right() < view.viewport().width() for r in rects)


def test_lines_hold_sixty_to_seventy_five_characters(view: ArticleView) -> None:
    prose = "The county will publish its own measurements next week, a clerk said on Monday. "
    article = Article.from_blocks([(BlockKind.PARAGRAPH, prose * 20)])
    for size in (16.0, 19.0, 24.0):
        view.resize(1280, 800)
        view.set_settings(ReadingSettings(size=size))
        view.set_article(article, GUIDE)
        layout = view.document().firstBlock().layout()
        lengths = [layout.lineAt(n).textLength() for n in range(layout.lineCount() - 1)]
        assert 60 <= sum(lengths) / len(lengths) <= 76


def test_the_line_at_the_top_stays_when_the_page_changes_shape(
    view: ArticleView, qtbot: Any
) -> None:
    prose = "The county will publish its own measurements next week, a clerk said on Monday. "
    blocks = [(BlockKind.PARAGRAPH, f"Number {n}. {prose * 5}") for n in range(60)]
    view.set_article(Article.from_blocks(blocks), GUIDE)
    bar = view.verticalScrollBar()
    target = span_of("Number 40", view.article())
    bar.setValue(bar.value() + view.rects_of(target)[0].top() - 2)
    assert abs(view.rects_of(target)[0].top() - 2) <= 1
    view.set_settings(ReadingSettings(size=26))
    assert abs(view.rects_of(target)[0].top()) < 40
    view.resize(640, 500)
    qtbot.wait(10)
    assert abs(view.rects_of(target)[0].top()) < 60
    assert view.page.position_at(QPoint(view.viewport().width() // 2, 20)) - target.start < 200


@pytest.mark.parametrize(("quote", "share"), [("asked why the boats", 1.0), ("Ana Ruiz", 0.74)])
@pytest.mark.parametrize("body", [12.0, 14.0, 19.0, 30.0])
def test_signs_leave_the_last_letter_to_be_read(
    view: ArticleView, body: float, quote: str, share: float
) -> None:
    view.set_settings(ReadingSettings(size=body))
    size, span = body * share, span_of(quote)
    view.set_marks([PaintedMark("one", span, "claim", sign=Sign.FOUND)])
    (sign,) = view.marks.picture(view.article().block_number_at(span.start)).signs
    word = view.rects_of(span)[-1]
    centre = sign.centre - QPoint(0, view.verticalScrollBar().value())
    radius = view.marks.painter().sign_size / 2
    # It begins in the last letter's outer half, and ends above its middle.
    assert word.right() + 1 - (centre.x() - radius) <= size * 0.4
    assert centre.y() + radius <= word.top() + size * 0.5 + 1


def test_no_tie_lies_over_the_knob_to_tie_with(view: ArticleView) -> None:
    one, two = span_of("the boats stayed"), span_of("early")
    view.picked.set_ties_enabled(True)
    view.set_marks([PaintedMark("one", one, "claim"), PaintedMark("two", two, "source")])
    view.select_mark("one")
    handles = view.picked.handles()
    assert handles is not None
    assert handles.tie is not None
    knob = handles.tie - QPoint(0, view.verticalScrollBar().value())
    inside = QRect(knob - QPoint(3, 3), knob + QPoint(3, 3))
    before = picture(view).copy(inside)
    view.set_links([("one", "two", "said_by")])
    tied = picture(view)
    assert tied.copy(inside) == before
    beside = QRect(knob.x() + 12, knob.y() - 6, 6, 12)
    assert light().accent.name() in colours_in(tied, beside)
