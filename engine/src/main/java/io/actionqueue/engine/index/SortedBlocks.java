package io.actionqueue.engine.index;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Elements in a fixed order, readable by position: a list of sorted blocks. Confined to the engine
/// thread.
///
/// New elements gather unsorted and are merged in, thousands at a time or when somebody reads, so
/// that adding costs a fraction of a microsecond; most of them belong near the end. A read by
/// position costs a look at every block's size, 512 elements on average.
///
/// @param <T> the elements; the order must be total and must not change
final class SortedBlocks<T> {
  private static final int BLOCK = 1024;
  private static final int GATHERED = 8192;

  private final Comparator<? super T> order;
  private final Predicate<? super T> relevant;
  private List<T[]> blocks = new ArrayList<>();
  private final List<T> gathered = new ArrayList<>();
  private int size;

  SortedBlocks(Comparator<? super T> order) {
    this(order, _ -> true);
  }

  /// @param relevant what has become irrelevant before it is merged in is dropped
  SortedBlocks(Comparator<? super T> order, Predicate<? super T> relevant) {
    this.order = order;
    this.relevant = relevant;
  }

  /// Adds an element that is not in yet.
  void add(T element) {
    gathered.add(element);
    size++;
    if (gathered.size() >= GATHERED) {
      merge();
    }
  }

  /// Number of elements.
  int size() {
    return size;
  }

  /// Up to `limit` elements from position `offset` on.
  List<T> page(long offset, int limit) {
    merge();
    var page = new ArrayList<T>(Math.min(limit, 128));
    long skip = offset;
    for (T[] block : blocks) {
      if (skip >= block.length) {
        skip -= block.length;
        continue;
      }
      for (int i = (int) skip; i < block.length && page.size() < limit; i++) {
        page.add(block[i]);
      }
      skip = 0;
      if (page.size() >= limit) {
        break;
      }
    }
    return page;
  }

  /// Up to `limit` elements that satisfy a condition, after `offset` of them. Looks at every
  /// element on the way.
  List<T> page(long offset, int limit, Predicate<? super T> condition) {
    merge();
    var page = new ArrayList<T>(Math.min(limit, 128));
    long skip = offset;
    for (T[] block : blocks) {
      for (T element : block) {
        if (!condition.test(element)) {
          continue;
        }
        if (skip > 0) {
          skip--;
        } else if (page.size() < limit) {
          page.add(element);
        } else {
          return page;
        }
      }
    }
    return page;
  }

  /// Drops everything that has become irrelevant.
  void compact() {
    merge();
    var kept = new ArrayList<T>();
    for (T[] block : blocks) {
      for (T element : block) {
        if (relevant.test(element)) {
          kept.add(element);
        }
      }
    }
    size = kept.size();
    blocks = new ArrayList<>();
    split(kept, blocks);
  }

  private void merge() {
    if (gathered.isEmpty()) {
      return;
    }
    int before = gathered.size();
    gathered.removeIf(element -> !relevant.test(element));
    size -= before - gathered.size();
    gathered.sort(order);
    var merged = new ArrayList<T[]>(blocks.size() + gathered.size() / BLOCK + 2);
    int next = 0;
    for (int b = 0; b < blocks.size(); b++) {
      T[] block = blocks.get(b);
      int end = b == blocks.size() - 1 ? gathered.size() : endOfPart(next, blocks.get(b + 1)[0]);
      if (end == next) {
        merged.add(block);
      } else {
        split(mergedPart(block, gathered.subList(next, end)), merged);
        next = end;
      }
    }
    split(gathered.subList(next, gathered.size()), merged);
    blocks = merged;
    gathered.clear();
  }

  /// The first position from `start` on whose element does not go before `bound`.
  private int endOfPart(int start, T bound) {
    if (start == gathered.size() || order.compare(gathered.get(start), bound) >= 0) {
      return start;
    }
    int found = Collections.binarySearch(gathered.subList(start, gathered.size()), bound, order);
    return start + (found >= 0 ? found : -found - 1);
  }

  private List<T> mergedPart(T[] block, List<T> part) {
    var all = new ArrayList<T>(block.length + part.size());
    int i = 0;
    for (T added : part) {
      while (i < block.length && order.compare(block[i], added) <= 0) {
        all.add(block[i++]);
      }
      all.add(added);
    }
    while (i < block.length) {
      all.add(block[i++]);
    }
    return all;
  }

  /// Cuts a sorted list into blocks of about one size.
  @SuppressWarnings("unchecked") // the arrays hold nothing but elements and never leave this class
  private void split(List<T> sorted, List<T[]> to) {
    int parts = Math.ceilDiv(sorted.size(), BLOCK);
    int from = 0;
    for (int part = 1; part <= parts; part++) {
      int end = (int) ((long) sorted.size() * part / parts);
      to.add((T[]) sorted.subList(from, end).toArray());
      from = end;
    }
  }
}
