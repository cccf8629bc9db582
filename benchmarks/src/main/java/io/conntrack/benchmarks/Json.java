package io.conntrack.benchmarks;

import java.util.List;
import java.util.Map;

/** Writes maps, lists, texts, numbers and truth values as JSON. */
public final class Json {

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /** Returns the text of a value, indented, with a line end. */
  public static String write(Object value) {
    Json json = new Json();
    json.append(value, "\n");
    return json.out.append('\n').toString();
  }

  private void append(Object value, String lineStart) {
    if (value instanceof Map<?, ?> map) {
      appendMap(map, lineStart + "  ");
      out.append(map.isEmpty() ? "" : lineStart).append('}');
    } else if (value instanceof List<?> list) {
      appendList(list, lineStart + "  ");
      out.append(list.isEmpty() ? "" : lineStart).append(']');
    } else if (value instanceof Number || value instanceof Boolean) {
      out.append(value);
    } else {
      appendText(value.toString());
    }
  }

  private void appendMap(Map<?, ?> map, String lineStart) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator).append(lineStart);
      appendText(entry.getKey().toString());
      out.append(": ");
      append(entry.getValue(), lineStart);
      separator = ",";
    }
    out.append(map.isEmpty() ? separator : "");
  }

  private void appendList(List<?> list, String lineStart) {
    String separator = "[";
    for (Object element : list) {
      out.append(separator).append(lineStart);
      append(element, lineStart);
      separator = ",";
    }
    out.append(list.isEmpty() ? separator : "");
  }

  private void appendText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    out.append('"');
  }
}
