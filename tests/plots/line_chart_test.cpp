// Line charts as Vega-Lite specifications, read back as JSON.
#include <gmock/gmock.h>

#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include <lastseen/plots/line_chart.hpp>
#include <lastseen/plots/series_style.hpp>
#include "tests/plots/samples.hpp"

namespace lastseen::plots {
namespace {

using Json = nlohmann::json;
using ::testing::Not;

// The colour of each series, from a layer that draws them.
std::map<std::string, std::string> colours(const Json& specification) {
  std::map<std::string, std::string> result;
  for (const Json& layer : specification["layer"]) {
    if (!layer["encoding"].contains("color")) continue;
    const Json& scale = layer["encoding"]["color"]["scale"];
    for (std::size_t i = 0; i < scale["domain"].size(); ++i) result[scale["domain"][i]] = scale["range"][i];
  }
  return result;
}

std::string specification_of(const LineChart& chart, const std::vector<std::string>& names = {}) {
  return draw(chart, names).specification;
}

Json first_layer(const Json& specification, const std::string& prefix) {
  for (const Json& layer : specification["layer"]) {
    if (layer["name"].get<std::string>().starts_with(prefix)) return layer;
  }
  return {};
}

Json layer_of(const LineChart& chart, const std::string& prefix) {
  return first_layer(Json::parse(specification_of(chart)), prefix);
}

TEST(LineChart, HoldsEveryPointOfEverySeries) {
  const Json values = Json::parse(specification_of(sample_chart()))["data"]["values"];
  ASSERT_EQ(values.size(), 6U);
  EXPECT_EQ(values[0]["series"], "before text");
  EXPECT_EQ(values[0]["x"], 10.0);
  EXPECT_EQ(values[0]["y"], 0.0625);
  EXPECT_EQ(values[0]["low"], 0.05);
  EXPECT_EQ(values[0]["high"], 0.075);
  EXPECT_EQ(values[0]["note"], "note text");
}

TEST(LineChart, DrawsAGapAndNotAZeroWhenYIsAbsent) {
  const Json specification = Json::parse(specification_of(sample_chart()));
  EXPECT_TRUE(specification["data"]["values"][1]["y"].is_null());
  EXPECT_EQ(specification["data"]["values"][2]["y"], 0.0);
  EXPECT_EQ(first_layer(specification, "line")["mark"]["invalid"], "break-paths-show-path-domains");
}

TEST(LineChart, TreatsAValueAsAbsentWhenItIsNoNumber) {
  LineChart chart = sample_chart();
  chart.series[1].points[1].y = std::numeric_limits<double>::quiet_NaN();
  chart.series[1].points[2].y = std::numeric_limits<double>::infinity();
  const Json values = Json::parse(specification_of(chart))["data"]["values"];
  EXPECT_TRUE(values[4]["y"].is_null());
  EXPECT_TRUE(values[5]["y"].is_null());
}

TEST(LineChart, IsValidJsonWhenTextIsHostile) {
  const Json specification = Json::parse(specification_of(sample_chart(hostile)));
  EXPECT_EQ(specification["data"]["values"].size(), 6U);
}

TEST(LineChart, IsTheSameBytesWhenAskedAgain) {
  EXPECT_EQ(specification_of(sample_chart()), specification_of(sample_chart()));
}

TEST(LineChart, KeepsAColourWithItsNameWhenChartsHoldDifferentSeries) {
  LineChart only_after = sample_chart();
  only_after.series.erase(only_after.series.begin());
  const std::vector<std::string> names = {"before text", "after"};
  const auto both = colours(Json::parse(specification_of(sample_chart(), names)));
  const auto one = colours(Json::parse(specification_of(only_after, names)));
  EXPECT_EQ(one.at("after"), both.at("after"));
  EXPECT_NE(both.at("after"), both.at("before text"));
}

TEST(LineChart, RefusesTwoSeriesWhenTheyHaveTheSameName) {
  LineChart chart = sample_chart();
  chart.series[1].name = chart.series[0].name;
  EXPECT_THROW(specification_of(chart), std::invalid_argument);
}

TEST(LineChart, StepsAfterThePointWhenSeriesIsAStepFunction) {
  LineChart chart = sample_chart();
  chart.series[0].steps = true;
  EXPECT_EQ(layer_of(chart, "line")["mark"]["interpolate"], "step-after");
  EXPECT_EQ(layer_of(sample_chart(), "line")["mark"]["interpolate"], "linear");
}

TEST(LineChart, DrawsBarsForFewIntervalsAndABandForMany) {
  EXPECT_EQ(layer_of(sample_chart(), "interval")["mark"]["type"], "rule");
  LineChart chart = sample_chart();
  for (int i = 0; i < 100; ++i)
    chart.series[0].points.push_back({.x = 40.0 + i, .y = 0.5, .low = 0.4, .high = 0.6});
  EXPECT_EQ(layer_of(chart, "interval")["mark"]["type"], "area");
}

TEST(LineChart, LeavesOutWhatALogarithmicAxisCannotShow) {
  LineChart chart = sample_chart();
  chart.y = {.title = "Time", .unit = Unit::seconds, .scale = Scale::logarithmic};
  const Json specification = Json::parse(specification_of(chart));
  EXPECT_TRUE(specification["data"]["values"][2]["y"].is_null()) << "a zero";
  const Json scale = first_layer(specification, "line")["encoding"]["y"]["scale"];
  EXPECT_EQ(scale["type"], "log");
  EXPECT_GT(scale["domain"][0], 0.0);
}

TEST(LineChart, FormatsAxesByUnit) {
  const Json encoding = layer_of(sample_chart(), "line")["encoding"];
  EXPECT_THAT(encoding["y"]["axis"]["format"].get<std::string>(), ::testing::EndsWith("%"));
  EXPECT_THAT(encoding["x"]["axis"]["labelExpr"].get<std::string>(), ::testing::HasSubstr("s'"));
}

TEST(LineChart, LabelsReferenceLinesWhenTheyAreWithinTheAxes) {
  LineChart chart = sample_chart();
  chart.x.max = 15;  // the vertical line is at 20
  EXPECT_FALSE(layer_of(sample_chart(), "reference_x").is_null());
  EXPECT_TRUE(layer_of(chart, "reference_x").is_null());
  EXPECT_EQ(layer_of(chart, "reference_label")["mark"]["text"][0], "target text");
}

TEST(LineChart, TooltipsShowIntervalAndNote) {
  std::vector<std::string> fields;
  const Json marks = layer_of(sample_chart(), "marks");
  for (const Json& field : marks["encoding"]["tooltip"]) fields.push_back(field["field"]);
  EXPECT_THAT(fields, ::testing::ElementsAre("series", "x", "y", "interval", "note"));
}

TEST(LineChart, IsWellFormedWhenThereIsNothingToDraw) {
  EXPECT_TRUE(Json::accept(specification_of(LineChart{})));
  LineChart chart = sample_chart();
  for (Series& series : chart.series) series.points.clear();
  EXPECT_TRUE(Json::accept(specification_of(chart)));
}

TEST(SeriesStyle, DiffersInColourAndInShapeOrDashForTheFirstEight) {
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const SeriesStyle a = series_style(i);
      const SeriesStyle b = series_style(j);
      EXPECT_NE(a.colour, b.colour);
      EXPECT_TRUE(a.mark.symbol != b.mark.symbol || a.dash != b.dash)
          << "black on white, " << i << " is " << j;
    }
  }
}

}  // namespace
}  // namespace lastseen::plots
