package io.pincite.ocr.internal.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One operation of a model; its inputs and outputs can be changed.
final class Node {
  // Numbers of the fields in onnx.proto, message NodeProto.
  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int TYPE = 4;
  private static final int ATTRIBUTE = 5;

  // And of message AttributeProto.
  private static final int NAME = 1;
  private static final int FLOAT = 2;
  private static final int INTEGER = 3;
  private static final int TENSOR = 5;
  private static final int INTEGERS = 8;
  private static final int KIND = 20;

  private final Message message;
  final String type;
  final List<String> inputs;
  final List<String> outputs;

  private Node(Message message, String type, List<String> inputs, List<String> outputs) {
    this.message = message;
    this.type = type;
    this.inputs = new ArrayList<>(inputs);
    this.outputs = new ArrayList<>(outputs);
  }

  static Node of(Message message) {
    return new Node(message, message.text(TYPE), message.texts(INPUT), message.texts(OUTPUT));
  }

  static Node of(String type, List<String> inputs, String output) {
    return new Node(new Message().add(TYPE, type), type, inputs, List.of(output));
  }

  Node with(String name, float value) {
    message.add(ATTRIBUTE, new Message().add(NAME, name).add(FLOAT, value).add(KIND, 1).toBytes());
    return this;
  }

  Node with(String name, long value) {
    message.add(
        ATTRIBUTE, new Message().add(NAME, name).add(INTEGER, value).add(KIND, 2).toBytes());
    return this;
  }

  Node with(String name, long... values) {
    var attribute = new Message().add(NAME, name);
    for (long value : values) {
      attribute.add(INTEGERS, value);
    }
    message.add(ATTRIBUTE, attribute.add(KIND, 7).toBytes());
    return this;
  }

  String output() {
    return outputs.getFirst();
  }

  private Optional<Message> attribute(String name) {
    return message.all(ATTRIBUTE).stream()
        .map(Message::parse)
        .filter(attribute -> attribute.text(NAME).equals(name))
        .findFirst();
  }

  List<Long> integers(String name) {
    return attribute(name).map(attribute -> attribute.numbers(INTEGERS)).orElse(List.of());
  }

  boolean has(String name) {
    return attribute(name).isPresent();
  }

  /// The floats of a `Constant`.
  Optional<Tensor> constant() {
    return attribute("value")
        .flatMap(attribute -> attribute.all(TENSOR).stream().findFirst())
        .flatMap(bytes -> Tensor.of(Message.parse(bytes)));
  }

  Message message() {
    message.remove(INPUT).remove(OUTPUT);
    inputs.forEach(input -> message.add(INPUT, input));
    outputs.forEach(output -> message.add(OUTPUT, output));
    return message;
  }
}
