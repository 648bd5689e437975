"""A small corpus of our own for the tests of the index: quick to embed, with two equal sentences and a background note."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings
from corpus.model import Document, Provision, RestoredText, Sentence
from corpus.records import DocumentRecord

RULES = [
    "建设专利审查员实践点,为企业提供就近咨询。",
    "企业以专利权质押取得贷款的,可以申请贴息。",
    "高校完成的发明可以开放许可给小微企业使用。",
    "省版权局负责软件作品登记,登记不收费用。",
    "首次通过PCT途径提交申请的单位,每件补助2万元。",
    "对恶意抢注商标的行为,由市场监管部门依法查处。",
    "地理标志产品的生产者应当建立质量追溯制度。",
    "植物新品种权人可以在县农业农村局办理备案。",
    "鼓励行业协会组建维权援助站,接受会员投诉。",
    "外国投资者设立的研发中心享受同等待遇。",
    "每年四月举办宣传周,面向中小学开展讲座。",
    "本办法由省知识产权局负责解释。",
]
SCHEMES = [
    "数据产品经登记后可以作为出资入股的依据。",
    "保险机构推出专利执行保险,保费由财政分担三成。",
    "培养涉外法律人才,支持律师事务所设立海外分所。",
    "职称评审把专利代理师资格作为工程师的条件之一。",
    "每年四月举办宣传周,面向中小学开展讲座。",
    "快速维权中心受理外观设计预审,十个工作日办结。",
]
NOTES = ["专利合作条约是国际专利申请的程序性条约。", "地理标志表明商品来源于某一地区。"]


@dataclass(frozen=True)
class SampleCorpus:
    """What the index asks of a corpus, over given documents."""

    documents: tuple[Document, ...]

    def fingerprint(self) -> dict[str, str]:
        return {document.id: hashlib.sha256(document.text.encode()).hexdigest() for document in self.documents}


def document(document_id: str, sentences: Sequence[str], kind: str = "document") -> Document:
    """A document with one provision of one sentence per line."""
    provisions: list[Provision] = []
    start = 0
    for number, text in enumerate(sentences, start=1):
        span = (start, start + len(text))
        provisions.append(
            Provision(document_id, str(number), "article", f"第{number}条", "", *span, text, number, sentences=(Sentence(*span, text),))
        )
        start += len(text) + 1
    text = "\n".join(sentences)
    return Document(DocumentRecord(id=document_id, title=f"《{document_id}》", kind=kind), RestoredText(text, text), tuple(provisions))


def sample_corpus(*more: str) -> SampleCorpus:
    """The sample; ``more`` sentences are added to its second document."""
    return SampleCorpus((document("rules", RULES), document("schemes", [*SCHEMES, *more]), document("notes", NOTES, "note")))


def build_sample(home: Path) -> None:
    """Build the index of the sample in ``home``; what a child process runs."""
    from assistant.index import build_index

    build_index(Settings(home=home), sample_corpus())


def copied(home: Path, to: Path) -> Settings:
    """Settings for a copy of a whole home, so that a test may break it."""
    shutil.copytree(home, to)
    return Settings(home=to)
