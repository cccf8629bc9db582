package io.conntrack.filter;

import io.conntrack.FlowFilter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Reads filters from text. {@link FlowFilter#parse} is the usual way to call it.
 *
 * <p>A filter is one or more conditions joined by {@code and} ({@code &&}), {@code or} ({@code ||})
 * and {@code not} ({@code !}). {@code not} binds strongest, then {@code and}, then {@code or};
 * parentheses group. Words may be in any case.
 *
 * <pre>
 * filter    = all { "or" all }
 * all       = each { "and" each }
 * each      = { "not" } ( "(" filter ")" | condition )
 *
 * condition = "any" | "none"                           every flow, no flow
 *           | PROTOCOL [ end ]                         tcp; tcp dst port 443 (both must hold)
 *           | "proto" PROTOCOLS                        proto udp,50
 *           | "ipv4" | "ipv6"
 *           | [ "orig" | "reply" | "any" | "master" ] end
 *           | [ "orig" | "reply" ] ( "icmp" | "icmpv6" ) ( "type" | "code" | "id" ) NUMBERS
 *           | [ "tcp" | "sctp" | "dccp" ] "state" STATES
 *           | STATUS                                   assured
 *           | "status" [ "!" ] STATUS { "," [ "!" ] STATUS }
 *           | ( "snat" | "dnat" | "natted" ) [ "to" ( ADDRESSES | ADDRESS ":" PORT ) ]
 *           | "mark" ( MARKS | MARK "/" MASK | "{" MARKS "}" "/" MASK )
 *           | [ "orig" | "reply" ] "zone" NUMBERS
 *           | "label" ( NUMBER | ( "any" | "all" ) NUMBERS | BITS "/" MASK )
 *           | "helper" NAMES | "secctx" NAME
 *           | ( "timeout" | "age" ) compare TIME       30s, 5m, 1h, 2d
 *           | [ "orig" | "reply" ] ( "packets" | "bytes" ) compare COUNT    10k, 5M, 2G, 4Ki
 *           | "use" compare COUNT
 *           | "id" NUMBERS | [ "orig" | "reply" ] "vtag" NUMBERS
 *           | "has" ATTRIBUTE                          has labels
 * end       = ( "src" | "dst" ) [ "addr" | "host" | "net" ] ADDRESSES
 *           | ( "addr" | "host" | "net" ) ADDRESSES
 *           | ( "sport" | "dport" | [ "src" | "dst" ] "port" ) PORTS
 * compare   = [ "=" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ]
 * </pre>
 *
 * <p>Capitals are lists joined by commas, in braces or not, of which one must fit: numbers in
 * decimal or, after {@code 0x}, hexadecimal, and ranges {@code 5000-5999}; addresses, networks
 * {@code 10.0.0.0/8} and ranges of addresses. Before a list may stand {@code =} or {@code !=},
 * before a single number also {@code <} and the like. {@code a != b} is {@code not a = b}, so it
 * holds for a flow without the attribute. The list of {@code status} is that of {@code conntrack
 * -u}: all must hold. A name with other characters than letters, digits and {@code _.:-} stands in
 * double quotes.
 *
 * <p>Without a direction, {@code src}, {@code dst}, {@code sport} and {@code dport} mean the
 * original direction, as do {@code icmp} and {@code vtag}; {@code addr}, {@code host}, {@code net}
 * and {@code port} without {@code src} and {@code dst} mean any of the four ends. {@code zone}
 * alone is the flow's zone whatever its direction, {@code packets} and {@code bytes} alone are
 * sums.
 *
 * <p>The text of every filter is in this language and is read back as an equal filter, but for a
 * program's own predicate and for a tree that needs more than 250 parentheses in each other, which
 * are refused. The clock of an age is not in its text.
 */
public final class FilterParser {

  private static final int MAX_DEPTH = 250;

  private final TokenReader tokens;
  private final ConditionParser conditions;
  private int depth;

  private FilterParser(String text, InstantSource clock) {
    tokens = new TokenReader(text);
    conditions = new ConditionParser(tokens, clock);
  }

  /**
   * Reads a filter.
   *
   * @param clock tells the age of flows
   * @throws FilterSyntaxException if the text is none
   */
  public static FlowFilter parse(String text, InstantSource clock) {
    return new FilterParser(text, clock).whole();
  }

  private FlowFilter whole() {
    FlowFilter filter = filter();
    if (tokens.peek().is(")")) {
      throw tokens.error("no parenthesis, because none is open");
    }
    if (tokens.peek().kind() != Token.Kind.END) {
      throw tokens.error("\"and\", \"or\" or the end");
    }
    return filter;
  }

  private FlowFilter filter() {
    List<FlowFilter> operands = new ArrayList<>(List.of(all()));
    while (tokens.accept("or", "||")) {
      operands.add(all());
    }
    return joined(operands, Or::new);
  }

  private FlowFilter all() {
    List<FlowFilter> operands = new ArrayList<>(List.of(each()));
    while (tokens.accept("and", "&&")) {
      operands.add(each());
    }
    return joined(operands, And::new);
  }

  private static FlowFilter joined(
      List<FlowFilter> operands, Function<List<FlowFilter>, FlowFilter> join) {
    return operands.size() == 1 ? operands.get(0) : join.apply(operands);
  }

  private FlowFilter each() {
    boolean negated = false;
    while (tokens.accept("not", "!")) {
      negated = !negated;
    }
    FlowFilter filter = tokens.peek().is("(") ? group() : conditions.condition();
    return negated ? filter.not() : filter;
  }

  private FlowFilter group() {
    Token open = tokens.next();
    if (++depth > MAX_DEPTH) {
      throw tokens.error(open, "no more than " + MAX_DEPTH + " parentheses in each other");
    }
    FlowFilter filter = filter();
    tokens.require(
        ")", "\"and\", \"or\" or a \")\" for the one at column " + (open.position() + 1));
    depth--;
    return filter;
  }
}
