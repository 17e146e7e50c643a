"""Write the network as an ONNX graph for ONNX Runtime, in fp32 or with quantised weights.

The graph is written node by node, so that every node is one that the runtime has a fast kernel for:
the word table is read in 4 bits (GatherBlockQuantized), linear maps are bytes times bytes
(training/integers.py), and a row's result does not depend on its batch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import ml_dtypes
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from training import integers
from training.encoding import SHIPPED_TOKENS
from training.integers import CONTRIB, Bytes

HEADS = 12
EPSILON = 1e-12
TABLE_BLOCK = 32

Weights = Mapping[str, np.ndarray]
Reaches = Mapping[str, np.ndarray]
"""How far each place of a layer norm's output goes, by the output's name (training/reaches.py)."""


@dataclass
class Graph:
    """Nodes and constants gathered so far; without `reaches` every weight stays in fp32."""

    reaches: Reaches | None
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)
    in_bytes: dict[str, Bytes] = field(default_factory=dict)

    def constant(self, name: str, value: np.ndarray) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(
        self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object
    ) -> str:
        """Add a node of one output and return the output's name."""
        self.nodes.append(
            helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes)
        )
        return output

    def linear(self, value: str, name: str, weight: np.ndarray) -> str:
        """Multiply `value` by `weight` (out, in)."""
        if self.reaches is None:
            return self.node("MatMul", [value, self.constant(f"{name}.w", weight.T)], name)
        if value not in self.in_bytes:
            self.in_bytes[value] = self._bytes(value, self.reaches.get(value))
        return integers.multiply(self, self.in_bytes[value], name, weight)

    def _bytes(self, value: str, reach: np.ndarray | None) -> Bytes:
        if value.endswith(".gelu"):
            return integers.gelu_in_bytes(self, value)
        places = None if reach is None else integers.even_places(reach)
        return integers.rows_in_bytes(self, value, places)


def word_table(graph: Graph, table: np.ndarray) -> str:
    """Look the pieces up in 4 bits, without loss where the table came from 4 bits."""
    if graph.reaches is None:
        return graph.node("Gather", [graph.constant("table", table), "input_ids"], "words")
    blocks = table.reshape(-1, TABLE_BLOCK)
    scales = exact_scales(blocks)
    values = np.rint(blocks / np.where(scales == 0, 1, scales)[:, None]).clip(-8, 7)
    packed = values.reshape(table.shape).astype(ml_dtypes.int4)
    scales = scales.reshape(len(table), -1).astype(np.float16)
    names = [graph.constant("table.q", packed), "input_ids", graph.constant("table.s", scales)]
    looked = graph.node(
        "GatherBlockQuantized",
        names,
        "words16",
        CONTRIB,
        gather_axis=0,
        quantize_axis=1,
        block_size=TABLE_BLOCK,
    )
    return graph.node("Cast", [looked], "words", to=TensorProto.FLOAT)


def exact_scales(blocks: np.ndarray) -> np.ndarray:
    """Return the scale of each block of (n, 32) that came from 4 bits; else the one that loses
    least.

    The converted base's blocks hold whole multiples, -8 to 7, of one scale, their extreme being -8
    of it.
    """
    extreme = blocks[range(len(blocks)), np.abs(blocks).argmax(1)]
    found = extreme / -8
    pending = np.arange(len(blocks))
    for step in (-8, 8, 7, -7, 6, -6, 5, -5, 4, -4, 3, -3, 2, -2, 1, -1):
        scale = extreme[pending] / step
        steps = blocks[pending] / np.where(scale == 0, 1, scale)[:, None]
        whole = np.rint(steps)
        fits = (np.abs(steps - whole).max(1) < 1e-3) & (whole.min(1) >= -8) & (whole.max(1) <= 7)
        found[pending[fits]] = scale[fits]
        pending = pending[~fits]
        if not len(pending):
            break
    return found


def encoder_layer(graph: Graph, weights: Weights, at: str, own: str, value: str) -> str:
    """Add the transformer layer whose weights' names begin with `at`, its own nodes' with `own`:
    attention, then feed-forward, a layer norm after each.
    """
    parts = []
    for short, name in (("q", "query"), ("k", "key"), ("v", "value")):
        part = graph.linear(value, f"{own}.{short}", weights[f"{at}.attention.self.{name}.weight"])
        parts.append(part)
    bias = np.concatenate(
        [weights[f"{at}.attention.self.{n}.bias"] for n in ("query", "key", "value")]
    )
    heads = graph.node(
        "MultiHeadAttention",
        [*parts, graph.constant(f"{own}.qkv.b", bias), "", "attention_bias"],
        f"{own}.heads",
        CONTRIB,
        num_heads=HEADS,
    )
    mixed = graph.linear(heads, f"{own}.ao", weights[f"{at}.attention.output.dense.weight"])
    value = _skip_norm(graph, weights, f"{at}.attention.output", mixed, value, f"{own}.an")
    wide = graph.linear(value, f"{own}.fi", weights[f"{at}.intermediate.dense.weight"])
    wide = graph.node(
        "BiasGelu",
        [wide, graph.constant(f"{own}.fi.b", weights[f"{at}.intermediate.dense.bias"])],
        f"{own}.gelu",
        CONTRIB,
    )
    narrow = graph.linear(wide, f"{own}.fo", weights[f"{at}.output.dense.weight"])
    return _skip_norm(graph, weights, f"{at}.output", narrow, value, f"{own}.on")


def _skip_norm(graph: Graph, weights: Weights, at: str, value: str, skip: str, name: str) -> str:
    """Add a sum and a layer norm: the runtime's one node for both takes four times the time."""
    bias = graph.constant(f"{name}.d", weights[f"{at}.dense.bias"])
    biased = graph.node("Add", [value, bias], f"{name}.biased")
    both = graph.node("Add", [biased, skip], f"{name}.sum")
    return _norm(graph, weights, at, both, name, name)


def _norm(graph: Graph, weights: Weights, at: str, value: str, short: str, name: str) -> str:
    """Add the layer norm at `at`, its constants named with `short`."""
    inputs = [
        value,
        graph.constant(f"{short}.g", weights[f"{at}.LayerNorm.weight"]),
        graph.constant(f"{short}.b", weights[f"{at}.LayerNorm.bias"]),
    ]
    return graph.node("LayerNormalization", inputs, name, epsilon=EPSILON)


def embeddings(graph: Graph, weights: Weights) -> str:
    """Add word, position and type embeddings, and their layer norm."""
    at = "encoder.embeddings"
    words = word_table(graph, weights[f"{at}.word_embeddings.weight"])
    places = (
        weights[f"{at}.position_embeddings.weight"][:SHIPPED_TOKENS]
        + weights[f"{at}.token_type_embeddings.weight"][0]
    )
    graph.node("Shape", ["input_ids"], "tokens", start=1, end=2)
    graph.node(
        "Slice",
        [
            graph.constant("places", places),
            graph.constant("zero", np.array([0])),
            "tokens",
            graph.constant("rows", np.array([0])),
        ],
        "place",
    )
    graph.node("Add", [words, "place"], "placed")
    return _norm(graph, weights, at, "placed", "en", "embedded")


def masks(graph: Graph) -> None:
    """Add what attention adds to padded places, and the weights of mean pooling."""
    graph.node("Cast", ["attention_mask"], "mask", to=TensorProto.FLOAT)
    graph.node("Unsqueeze", ["mask", graph.constant("axis1", np.array([1]))], "mask3")
    graph.node("Unsqueeze", ["mask3", "axis1"], "mask4")
    graph.node("Sub", [graph.constant("one", np.array(1, np.float32)), "mask4"], "padded")
    graph.node("Mul", ["padded", graph.constant("far", np.array(-1e9, np.float32))], "row_bias")
    graph.node(
        "Concat",
        [graph.constant("unit", np.array([1, 1])), "tokens", graph.constant("last", np.array([1]))],
        "bias_shape",
        axis=0,
    )
    graph.node("Expand", ["row_bias", "bias_shape"], "attention_bias")
    graph.node("ReduceSum", ["mask3", graph.constant("axis2", np.array([2]))], "count", keepdims=1)
    graph.node("Div", ["mask3", "count"], "weight")


def pooled(graph: Graph, value: str, name: str) -> str:
    """Return the mean over a row's pieces, (n, width)."""
    graph.node("MatMul", ["weight", value], f"{name}.mean3")
    return graph.node("Squeeze", [f"{name}.mean3", "axis1"], name)


def build(weights: Weights, layers: int, reaches: Reaches | None) -> onnx.ModelProto:
    """Return the graph: input_ids and attention_mask (n, tokens) int64 to logits (n, 6) and story
    (n, 256); in fp32 without `reaches`.
    """
    graph = Graph(reaches)
    integers.constants(graph)
    value = embeddings(graph, weights)
    masks(graph)
    own = len({name.split(".")[1] for name in weights if name.startswith("story_layers.")})
    told = value
    for index in range(layers):
        value = encoder_layer(graph, weights, f"encoder.encoder.layer.{index}", f"l{index}", value)
        if index == layers - 1 - own:
            told = value
    for index in range(own):
        told = encoder_layer(graph, weights, f"story_layers.{index}", f"s{index}", told)
    graph.node("Gather", [value, graph.constant("first", np.array(0))], "first_token", axis=1)
    mean = pooled(graph, value, "pool")
    told_mean = pooled(graph, told, "told_pool") if own else mean
    graph.node("Concat", ["first_token", mean], "label_input", axis=1)
    hidden = graph.node(
        "Gemm",
        [
            "label_input",
            graph.constant("hidden.w", weights["hidden.weight"]),
            graph.constant("hidden.b", weights["hidden.bias"]),
        ],
        "hidden",
        transB=1,
    )
    graph.node("Gelu", [hidden], "hidden_gelu", CONTRIB)
    graph.node(
        "Gemm",
        [
            "hidden_gelu",
            graph.constant("labels.w", weights["labels.weight"]),
            graph.constant("labels.b", weights["labels.bias"]),
        ],
        "logits",
        transB=1,
    )
    graph.node(
        "Gemm",
        [
            told_mean,
            graph.constant("story.w", weights["story.weight"]),
            graph.constant("story.b", weights["story.bias"]),
        ],
        "story_raw",
        transB=1,
    )
    graph.node("LpNormalization", ["story_raw"], "story", axis=1, p=2)
    return _model(graph, len(weights["labels.bias"]), len(weights["story.weight"]))


def _model(graph: Graph, labels: int, story: int) -> onnx.ModelProto:
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["n", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size])
        for name, size in (("logits", labels), ("story", story))
    ]
    body = helper.make_graph(graph.nodes, "escalation", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", 21), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(
        body, opset_imports=opsets, ir_version=10, producer_name="escalation-monitor"
    )
