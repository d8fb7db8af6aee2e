"""Makes golden.json: word pieces and vectors of the built-in models by an implementation that is not ours.

    python golden.py FOLDER_WITH_THE_ONNX_AND_TOKENIZER_FILES > golden.json

Needs: onnxruntime, tokenizers, numpy. The files are those in the LangChain4j model artifacts that the pom names.
"""
import json
import sys

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

FOLDER = sys.argv[1]
LONG = "the tenant shall pay rent without any deduction or set-off, " * 90
TEXTS = {
    "en": [
        "Represent this sentence for searching relevant passages: How long is the lease term?",
        "2.1 Term. The term of this Lease is three (3) years and begins on January 1, 2026.",
        "This Agreement shall be governed by the laws of the State of Delaware.",
        "Caf\u00e9 na\u00efve \u0130stanbul \u00c5ngstr\u00f6m \ufb01rst\u2014and\u2013second \u201cquoted\u201d $1,000.00 \u00a7 9.2(a)",
        "tab\there\nnew\u00a0line\u200bzero width \u0007bell \ufffd replaced \U0001F600 emoji",
        "antidisestablishmentarianism " + "x" * 101 + " " + "y" * 100,
        "\u5408\u540c contract \u7532\u65b9 \U00020000",
        "",
        LONG,
    ],
    "zh": [
        "\u4e3a\u8fd9\u4e2a\u53e5\u5b50\u751f\u6210\u8868\u793a\u4ee5\u7528\u4e8e\u68c0\u7d22\u76f8\u5173\u6587\u7ae0\uff1a\u5408\u540c\u7684\u6709\u6548\u671f\u662f\u591a\u4e45\uff1f",
        "\u7b2c\u4e09\u6761 \u5408\u540c\u6709\u6548\u671f\uff1a\u672c\u5408\u540c\u6709\u6548\u671f\u4e3a\u4e09\u5e74\u3002",
        "\u672c\u5408\u540c\u9002\u7528\u4e2d\u534e\u4eba\u6c11\u5171\u548c\u56fd\u6cd5\u5f8b\u3002",
        "\u4ef7\u6b3e\u4e3a\u4eba\u6c11\u5e011,234.56\u5143\uff08\u5927\u5199\uff1a\u58f9\u4edf\u8d30\u4f70\uff09 force majeure",
        "",
    ],
}


def main():
    out = []
    for language, texts in TEXTS.items():
        name = f"{FOLDER}/bge-small-{language}-v1.5-q"
        tokenizer = Tokenizer.from_file(name + "-tokenizer.json")
        tokenizer.enable_truncation(512)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(name + ".onnx", options)
        for text in texts:
            ids = tokenizer.encode(text).ids
            row = np.array([ids], dtype=np.int64)
            state = session.run(None, {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)})[0][0, 0]
            vector = state / np.linalg.norm(state)
            out.append({"language": language, "text": text, "pieces": ids, "vector": [round(float(v), 5) for v in vector]})
    json.dump(out, sys.stdout, ensure_ascii=True)


main()
