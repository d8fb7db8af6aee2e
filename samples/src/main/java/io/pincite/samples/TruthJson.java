package io.pincite.samples;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// The truth as JSON, boxes as arrays of four numbers: for programs that are not Java.
final class TruthJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TruthJson() {}

  static String of(Truth truth) {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", truth.name());
    root.put("title", truth.title());
    root.put("language", truth.language());
    ArrayNode pages = root.putArray("pages");
    truth.pages().forEach(page -> pages.add(page(page)));
    ArrayNode questions = root.putArray("questions");
    truth.questions().forEach(question -> questions.add(question(question)));
    return root.toString();
  }

  private static ObjectNode page(Truth.Page page) {
    ObjectNode node = JSON.createObjectNode();
    node.put("number", page.number());
    node.put("width", page.width());
    node.put("height", page.height());
    node.put("rotation", page.rotation());
    ArrayNode blocks = node.putArray("blocks");
    for (Truth.Block block : page.blocks()) {
      ObjectNode each = blocks.addObject();
      each.put("type", block.type().name());
      if (block.level() > 0) {
        each.put("level", block.level());
      }
      each.set("box", box(block.box()));
      each.put("continued", block.continued());
      each.put("orderOpen", block.orderOpen());
      each.put("direction", block.direction());
      if (block.type() == Truth.BlockType.TABLE) {
        each.put("ruled", block.ruled());
        ArrayNode cells = each.putArray("cells");
        for (Truth.Cell cell : block.cells()) {
          ObjectNode one = cells.addObject();
          one.put("row", cell.row());
          one.put("column", cell.column());
          one.put("rowSpan", cell.rowSpan());
          one.put("colSpan", cell.colSpan());
          one.put("header", cell.header());
          one.set("box", box(cell.box()));
          one.set("lines", lines(cell.lines()));
        }
      } else {
        each.set("lines", lines(block.lines()));
      }
    }
    return node;
  }

  private static ArrayNode lines(List<Truth.Line> lines) {
    ArrayNode array = JSON.createArrayNode();
    for (Truth.Line line : lines) {
      ArrayNode words = array.addArray();
      for (Truth.Word word : line.words()) {
        ObjectNode one = words.addObject();
        one.put("text", word.text());
        one.set("box", box(word.box()));
        one.put("spaceBefore", word.spaceBefore());
      }
    }
    return array;
  }

  private static ObjectNode question(Truth.Question question) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", question.id());
    node.put("language", question.language());
    node.put("question", question.text());
    node.put("answerable", question.expected().isPresent());
    question
        .expected()
        .ifPresent(
            expected -> {
              node.put("quote", expected.quote());
              node.put("shortAnswer", expected.shortAnswer());
              node.put("clause", expected.clause());
              node.put("page", expected.page());
              node.set("words", places(expected.words()));
              node.set("answerWords", places(expected.answerWords()));
            });
    return node;
  }

  private static ArrayNode places(List<Truth.Place> places) {
    ArrayNode array = JSON.createArrayNode();
    for (Truth.Place place : places) {
      ObjectNode one = array.addObject();
      one.put("page", place.page());
      one.set("box", box(place.box()));
    }
    return array;
  }

  private static ArrayNode box(Truth.Box box) {
    ArrayNode array = JSON.createArrayNode();
    for (double edge : new double[] {box.x0(), box.y0(), box.x1(), box.y1()}) {
      array.add(BigDecimal.valueOf(edge).setScale(6, RoundingMode.HALF_UP));
    }
    return array;
  }
}
