#include "parallel.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(ParallelForTest, WorksOnEveryItemOnce) {
  for (const std::size_t threads : {0, 1, 2, 5, 50}) {
    for (const std::size_t items : {0, 1, 2, 7, 1000}) {
      std::vector<std::atomic<int>> times(items);
      parallel_for(threads, items, [&](std::size_t, std::size_t item) { ++times[item]; });
      for (const auto& count : times) EXPECT_EQ(count, 1) << threads << " threads";
    }
  }
}

TEST(ParallelForTest, OneThreadTakesItemsInOrder) {
  std::vector<std::size_t> items;
  parallel_for(1, 100, [&](std::size_t thread, std::size_t item) {
    EXPECT_EQ(thread, 0);
    items.push_back(item);
  });
  std::vector<std::size_t> expected(100);
  std::iota(expected.begin(), expected.end(), std::size_t{0});
  EXPECT_EQ(items, expected);
}

/// What each thread keeps for itself needs no lock.
TEST(ParallelForTest, ThreadsHaveNumbersOfTheirOwn) {
  constexpr std::size_t kThreads = 4;
  std::vector<std::size_t> sums(kThreads);
  std::vector<std::thread::id> owners(kThreads);
  parallel_for(kThreads, 2000, [&](std::size_t thread, std::size_t item) {
    ASSERT_LT(thread, kThreads);
    if (owners[thread] == std::thread::id()) owners[thread] = std::this_thread::get_id();
    EXPECT_EQ(owners[thread], std::this_thread::get_id());
    sums[thread] += item;
  });
  EXPECT_EQ(std::accumulate(sums.begin(), sums.end(), std::size_t{0}), 2000 * 1999 / 2);
}

TEST(ParallelForTest, ItemsAreTakenOneByOneByTheThreadThatWorksOnThem) {
  for (const std::size_t threads : {1, 2, 5}) {
    for (const std::size_t most : {0, 10, 500}) {
      std::vector<std::size_t> takers;
      std::atomic<std::size_t> worked = 0;
      const auto take = [&](std::size_t thread, std::size_t item) {
        EXPECT_EQ(item, takers.size());
        if (item == 100) return false;
        takers.push_back(thread);
        return true;
      };
      const auto work = [&](std::size_t /*thread*/, std::size_t /*item*/) { ++worked; };
      parallel_for(threads, most, take, work);
      EXPECT_EQ(takers.size(), std::min<std::size_t>(most, 100));
      EXPECT_EQ(worked, takers.size());
    }
  }
}

TEST(ParallelForTest, TakesNothingAfterTakingHasFailed) {
  for (const std::size_t threads : {1, 2, 5}) {
    std::size_t takes = 0;
    const auto take = [&](std::size_t /*thread*/, std::size_t item) {
      ++takes;
      if (item == 7) throw std::runtime_error("seven");
      return true;
    };
    EXPECT_THROW(parallel_for(threads, 100, take, [](std::size_t, std::size_t) {}),
                 std::runtime_error);
    EXPECT_EQ(takes, 8);
  }
}

TEST(ParallelForTest, RethrowsTheFailureOfTheLowestItem) {
  for (const std::size_t threads : {1, 2, 5}) {
    for (int round = 0; round < 50; ++round) {
      std::string told;
      try {
        // Items are taken in order, so that item 3 has begun before any later one can fail.
        parallel_for(threads, 100, [](std::size_t, std::size_t item) {
          if (item >= 3) throw std::runtime_error(std::to_string(item));
        });
      } catch (const std::runtime_error& error) {
        told = error.what();
      }
      EXPECT_EQ(told, "3") << threads << " threads";
    }
  }
}

TEST(ParallelForTest, AFailureStopsFurtherItems) {
  std::atomic<std::size_t> begun = 0;
  EXPECT_THROW(parallel_for(2, 1000000,
                            [&](std::size_t, std::size_t) {
                              ++begun;
                              throw std::runtime_error("no");
                            }),
               std::runtime_error);
  EXPECT_LE(begun, 2);
}

}  // namespace
}  // namespace assay
