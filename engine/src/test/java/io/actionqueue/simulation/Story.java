package io.actionqueue.simulation;

import io.actionqueue.core.port.FileStore;
import io.actionqueue.testkit.SeededRandom;
import java.util.List;
import java.util.function.UnaryOperator;

/// One seed's story: callers, handlers, the clock and the disk do what the seed says, in its order,
/// until in the end everybody cooperates and everything must come to its end.
final class Story {
  private static final int STEPS = 110;

  private final SeededRandom random;
  private final Verdicts verdicts;
  private final Computer computer;
  private final Knowledge known;
  private final Handlers handlers;
  private final Life life;
  private final Callers callers;
  private final Watchers watchers;
  private final Rulers rulers;
  private final Crew crew;
  private final Offices offices;
  private final Gatekeepers gatekeepers;
  private final Archivist archivist;
  private final Members members;
  private final Injectors injectors;
  private final Epilogue epilogue;

  /// What is not as usual.
  ///
  /// @param tracing whether everything that happens is remembered
  /// @param device stands between the engine and the disk
  /// @param belief how the judges think that the engine is set up
  /// @param twist what reaches the engine otherwise than the judges believe
  record Variation(
      boolean tracing,
      UnaryOperator<FileStore> device,
      UnaryOperator<Settings> belief,
      Twist twist) {
    static final Variation NONE =
        new Variation(false, UnaryOperator.identity(), UnaryOperator.identity(), Twist.NONE);
    static final Variation TRACED =
        new Variation(true, UnaryOperator.identity(), UnaryOperator.identity(), Twist.NONE);

    Variation believing(UnaryOperator<Settings> other) {
      return new Variation(tracing, device, other, twist);
    }

    Variation on(UnaryOperator<FileStore> other) {
      return new Variation(tracing, other, belief, twist);
    }

    Variation with(Twist other) {
      return new Variation(tracing, device, belief, other);
    }
  }

  Story(long seed) {
    this(seed, Variation.NONE);
  }

  /// A story in a world that is not as it should be, for those who test the test.
  Story(long seed, Variation variation) {
    verdicts = new Verdicts(variation.tracing());
    random = SeededRandom.of(seed);
    Settings settings = Settings.random(random.split());
    computer = new Computer(settings, random.split(), variation.device());
    settings = variation.belief().apply(settings);
    known = new Knowledge(settings, computer.time, variation.twist());
    handlers = new Handlers(random.split(), known, verdicts, variation.twist());
    var workload = new Workload(random.split(), known, verdicts);
    var cast = new Life.Cast(computer, known, verdicts, workload, handlers, variation.twist());
    life = new Life(random.split(), cast);
    callers = new Callers(random.split(), cast, life);
    watchers = new Watchers(random.split(), cast, life);
    rulers = new Rulers(random.split(), cast, life);
    crew = new Crew(random.split(), cast, life);
    offices = new Offices(random.split(), cast, life);
    gatekeepers = new Gatekeepers(random.split(), cast, life);
    members = new Members(random.split(), cast, life);
    injectors = new Injectors(random.split(), cast, life);
    archivist = new Archivist(random.split(), cast, life);
    epilogue =
        new Epilogue(
            cast, life, new Epilogue.Helpers(callers, rulers, crew, gatekeepers, archivist));
  }

  /// Plays it to its end.
  ///
  /// @throws AssertionError if a rule was broken
  void play() {
    life.begin();
    offices.open();
    for (int i = 0; i < STEPS; i++) {
      step();
      verdicts.demand();
    }
    epilogue.play();
    verdicts.demand();
  }

  /// All that happens in a story, in its order.
  static List<String> trace(long seed) {
    var story = new Story(seed, Variation.TRACED);
    story.play();
    return story.verdicts.trace();
  }

  private void step() {
    if (life.isDown()) {
      life.restart();
      return;
    }
    switch (random.below(83)) {
      case 0, 1, 2, 3, 4, 5, 6 -> callers.submit();
      case 7 -> callers.submitTwice();
      case 8 -> callers.submitAll();
      case 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 -> {
        life.tick();
        crew.judgeWaiting();
        archivist.settle(true);
      }
      case 19, 20, 21, 22, 23, 24, 25, 26 -> handlers.advance();
      case 27, 28, 29, 30 -> computer.time.advanceMillis(random.between(1, 15_000));
      case 31 -> {
        callers.resume();
        callers.crowd();
      }
      case 32 -> callers.reprioritise();
      case 33 -> callers.suspend();
      case 34 -> callers.cancel();
      case 35 -> callers.pauseOrResume();
      case 36 -> callers.look();
      case 37 -> stepClock();
      case 38 -> computer.armFault();
      case 39, 40, 41 -> callers.budget();
      case 42 -> callers.declare();
      case 43, 44, 45, 46 -> watchers.act();
      case 47, 48, 49 -> rulers.act();
      case 50, 51, 52, 53, 54, 55, 56, 57, 58 -> crew.act();
      case 59, 60, 61, 62 -> offices.act();
      case 63, 64, 65, 66 -> gatekeepers.act();
      case 67, 68 -> archivist.act();
      case 69, 70, 71, 72, 73 -> members.act();
      case 74, 75, 76, 77 -> handlers.advance();
      case 78, 79, 80 -> injectors.act();
      default -> life.restart();
    }
  }

  /// The wall clock is set, in either direction; only within what people do.
  private void stepClock() {
    long by = random.between(-40_000, 40_000);
    known.clockWasSet = true;
    computer.time.setWallMillis(computer.time.epochMillis() + by);
  }
}
