package io.pincite.ocr.internal.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A model's operations and constants, to be changed. Not safe for use by several threads.
final class Graph {
  // Numbers of the fields in onnx.proto, messages ModelProto and GraphProto.
  private static final int GRAPH = 7;
  private static final int NODE = 1;
  private static final int INITIALIZER = 5;
  private static final int OUTPUT = 12;
  private static final int TENSOR_NAME = 8;
  private static final int VALUE_NAME = 1;

  private final Message model;
  private final Message graph;
  final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Map<String, Tensor> added = new HashMap<>();
  private final Set<String> results = new HashSet<>();

  private Graph(Message model, Message graph) {
    this.model = model;
    this.graph = graph;
  }

  static Graph of(byte[] bytes) {
    Message model = Message.parse(bytes);
    Message graph = Message.parse(model.all(GRAPH).getFirst());
    var result = new Graph(model, graph);
    for (byte[] node : graph.all(NODE)) {
      Node one = Node.of(Message.parse(node));
      result.nodes.add(one);
      if (one.type.equals("Constant")) {
        one.constant().ifPresent(tensor -> result.constants.put(one.output(), tensor));
      }
    }
    for (byte[] initializer : graph.all(INITIALIZER)) {
      Message tensor = Message.parse(initializer);
      Tensor.of(tensor).ifPresent(t -> result.constants.put(tensor.text(TENSOR_NAME), t));
    }
    for (byte[] output : graph.all(OUTPUT)) {
      result.results.add(Message.parse(output).text(VALUE_NAME));
    }
    return result;
  }

  byte[] toBytes() {
    Set<String> used = new HashSet<>();
    nodes.forEach(node -> used.addAll(node.inputs));
    graph.remove(NODE);
    for (Node node : nodes) {
      if (!node.type.equals("Constant") || used.contains(node.output())) {
        graph.add(NODE, node.message().toBytes());
      }
    }
    List<byte[]> initializers = graph.all(INITIALIZER);
    graph.remove(INITIALIZER);
    for (byte[] initializer : initializers) {
      if (used.contains(Message.parse(initializer).text(TENSOR_NAME))) {
        graph.add(INITIALIZER, initializer);
      }
    }
    added.entrySet().stream()
        .filter(entry -> used.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> graph.add(INITIALIZER, entry.getValue().message(entry.getKey()).toBytes()));
    model.remove(GRAPH).add(GRAPH, graph.toBytes());
    return model.toBytes();
  }

  Optional<Tensor> constant(String name) {
    return Optional.ofNullable(constants.get(name));
  }

  /// The name under which a new constant is known.
  String constant(Tensor tensor) {
    String name = "pincite." + added.size();
    added.put(name, tensor);
    constants.put(name, tensor);
    return name;
  }

  Optional<Node> producer(String name) {
    return nodes.stream().filter(node -> node.outputs.contains(name)).findFirst();
  }

  List<Node> users(String name) {
    return nodes.stream().filter(node -> node.inputs.contains(name)).toList();
  }

  /// Whether the model gives it back, so that it must stay.
  boolean isResult(String name) {
    return results.contains(name);
  }
}
