"""Articles, by the hash of their text."""

from __future__ import annotations

import datetime

from annotator.model.article import Article, ArticleMetadata, Block, BlockKind
from annotator.model.moments import utc_now
from annotator.model.text import Span
from annotator.store.codec import clean, from_json, stamp, to_json
from annotator.store.database import Database
from annotator.store.errors import UNREADABLE, NoSuchRecord, RecordDamaged


class Articles:
    """Reads and writes articles. A text never changes; what is known about it may."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, article: Article) -> None:
        """Keep an article, or of a text that is here already the blocks and metadata of now.

        An older version of the metadata never takes the place of a newer one.
        """
        with self._db.transaction():
            known = self._db.row(
                "SELECT metadata, added FROM articles WHERE sha256 = ?", [article.sha256]
            )
            if known and _metadata(known[0]).version > article.metadata.version:
                return
            self._db.insert(
                "articles",
                {
                    "sha256": article.sha256,
                    "text": article.text,
                    "blocks": to_json(
                        [[str(b.kind), b.span.start, b.span.end] for b in article.blocks]
                    ),
                    "metadata": _metadata_json(article.metadata),
                    "added": known[1] if known else stamp(utc_now()),
                },
                key="sha256",
            )

    def hashes(self) -> tuple[str, ...]:
        """The hashes of all texts that are here."""
        return tuple(row[0] for row in self._db.rows("SELECT sha256 FROM articles ORDER BY sha256"))

    def load(self, sha256: str) -> Article:
        """The article with this hash; NoSuchRecord, or RecordDamaged where the text differs."""
        row = self._db.row("SELECT text, blocks, metadata FROM articles WHERE sha256 = ?", [sha256])
        if row is None:
            raise NoSuchRecord("This article is not known here.")
        try:
            article = Article(
                row[0],
                tuple(Block(BlockKind(k), Span(a, b)) for k, a, b in from_json(row[1])),
                _metadata(row[2]),
            )
        except UNREADABLE as error:
            raise RecordDamaged.because(error, "articles", sha256, path=self._db.path) from error
        if article.sha256 != sha256:
            raise RecordDamaged(
                "articles", sha256, "the text is not as it was kept.", path=self._db.path
            )
        return article

    def has(self, sha256: str) -> bool:
        """Whether this text is kept here."""
        return self._db.row("SELECT 1 FROM articles WHERE sha256 = ?", [sha256]) is not None


def _metadata_json(metadata: ArticleMetadata) -> str:
    return to_json(
        {
            "title": clean(metadata.title),
            "byline": clean(metadata.byline),
            "publisher": clean(metadata.publisher),
            "date": metadata.date.isoformat() if metadata.date else None,
            "language": clean(metadata.language),
            "version": metadata.version,
            **({"licence": clean(metadata.licence)} if metadata.licence else {}),
        }
    )


def _metadata(text: str) -> ArticleMetadata:
    raw = from_json(text)
    date = raw.pop("date", None)
    return ArticleMetadata(**raw, date=datetime.date.fromisoformat(date) if date else None)
