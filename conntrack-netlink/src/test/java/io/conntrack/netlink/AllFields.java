package io.conntrack.netlink;

import io.conntrack.Flow;
import io.conntrack.FlowField;
import java.util.StringJoiner;
import org.assertj.core.presentation.StandardRepresentation;

/** Shows all that a flow has in the message of an assertion, not just what its line has. */
final class AllFields extends StandardRepresentation {

  @Override
  protected String fallbackToStringOf(Object object) {
    return object instanceof Flow flow ? text(flow) : super.fallbackToStringOf(object);
  }

  private static String text(Flow flow) {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    text.add(flow.original().toString()).add(flow.reply().toString());
    for (FlowField field : FlowField.values()) {
      if (flow.has(field.attribute())) {
        text.add(field + "=" + field.get(flow));
      }
    }
    return text.toString();
  }
}
