package io.actionqueue.systemtests;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Groups of nodes that reach each other (Tarjan's strongly connected components of more than one).
final class Cycles {

  private final Map<String, Set<String>> edges;
  private final Map<String, Integer> order = new HashMap<>();
  private final Map<String, Integer> lowest = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final List<Set<String>> groups = new ArrayList<>();

  private Cycles(Map<String, Set<String>> edges) {
    this.edges = edges;
  }

  static List<Set<String>> of(Map<String, Set<String>> edges) {
    Cycles cycles = new Cycles(edges);
    for (String node : edges.keySet()) {
      if (!cycles.order.containsKey(node)) {
        cycles.visit(node);
      }
    }
    return cycles.groups;
  }

  private void visit(String node) {
    order.put(node, order.size());
    lowest.put(node, order.get(node));
    open.push(node);
    for (String next : edges.getOrDefault(node, Set.of())) {
      if (!order.containsKey(next)) {
        visit(next);
        lowest.merge(node, lowest.get(next), Math::min);
      } else if (open.contains(next)) {
        lowest.merge(node, order.get(next), Math::min);
      }
    }
    if (lowest.get(node).equals(order.get(node))) {
      closeGroup(node);
    }
  }

  private void closeGroup(String first) {
    Set<String> group = new TreeSet<>();
    String node;
    do {
      node = open.pop();
      group.add(node);
    } while (!node.equals(first));
    if (group.size() > 1) {
      groups.add(group);
    }
  }
}
