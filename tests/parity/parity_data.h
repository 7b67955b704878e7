#pragma once

#include "text_corpus.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

/// Real texts and what the reference implementations say about them, in the folder that
/// ASSAY_PARITY_DIR names.
namespace assay::testing {

using nlohmann::json;

/// Skips its tests without the data, and prints how many numbers each of them compared.
class DataTest : public ::testing::Test {
 protected:
  /// The environment variable `variable` names the folder of the data.
  explicit DataTest(const char* variable) : variable_(variable) {}

  void SetUp() override {
    if (std::getenv(variable_) == nullptr) {
      GTEST_SKIP() << variable_ << " does not name the folder of the data";
    }
  }

  void TearDown() override {
    if (IsSkipped()) return;
    EXPECT_GT(compared_, 0);
    std::cout << "compared " << with_commas(compared_) << " numbers\n";
  }

  std::string folder() const { return std::getenv(variable_); }

  void expect_equal(const std::string& actual, const std::string& expected) {
    ++compared_;
    EXPECT_EQ(actual, expected);
  }

  void expect_near(double actual, double expected, double tolerance) {
    ++compared_;
    EXPECT_NEAR(actual, expected, tolerance);
  }

  void expect_near(const std::vector<double>& actual, const std::vector<double>& expected,
                   double tolerance) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) expect_near(actual[i], expected[i], tolerance);
  }

  std::size_t compared() const { return compared_; }

 private:
  static std::string with_commas(std::size_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
    return digits;
  }

  const char* variable_;
  std::size_t compared_ = 0;
};

class ParityTest : public DataTest {
 protected:
  ParityTest() : DataTest("ASSAY_PARITY_DIR") {}

  static std::string path(const std::string& name) {
    return std::string(std::getenv("ASSAY_PARITY_DIR")) + "/" + name;
  }

  static json read_json(const std::string& name) {
    std::ifstream in(path(name));
    return json::parse(in);
  }

  static std::string read_text(const std::string& name) {
    std::ifstream in(path(name));
    return {std::istreambuf_iterator<char>(in), {}};
  }

  static std::vector<json> read_jsonl(const std::string& name) {
    std::ifstream in(path(name));
    std::vector<json> records;
    for (std::string line; std::getline(in, line);) records.push_back(json::parse(line));
    return records;
  }
};

}  // namespace assay::testing
