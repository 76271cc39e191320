#include <lastseen/experiments/study/figures_csv.hpp>

#include <fmt/format.h>

#include <utility>
#include <vector>

#include <lastseen/experiments/formats/numbers.hpp>
#include <lastseen/experiments/formats/rows.hpp>

namespace lastseen::experiments {
namespace {

class SweepCsv : public SweepOutput {
 public:
  explicit SweepCsv(Sink sink) : sink_(std::move(sink)) {}

  void add(const PointFigures& point) override {
    Rows rows;
    if (is_empty_) rows.push_back(heading(point));
    is_empty_ = false;
    for (const ArmFigures& arm : point.arms) {
      for (const Response& response : responses()) {
        const Estimate& e = arm.estimates[response.id];
        rows.emplace_back();
        for (const models::Assignment& value : point.values) rows.back().push_back(value.value);
        rows.back().insert(rows.back().end(),
                           {arm.name, std::string(response.key), csv_number(e.point), csv_number(e.low),
                            csv_number(e.high), csv_number(e.confidence), fmt::format("{}", e.clusters),
                            fmt::format("{}", e.observations), e.method});
      }
    }
    sink_(csv(rows));
  }
  void finish() override {}

 private:
  static std::vector<std::string> heading(const PointFigures& point) {
    std::vector<std::string> cells;
    for (const models::Assignment& value : point.values) cells.push_back(value.key);
    cells.insert(cells.end(),
                 {"arm", "response", "point", "low", "high", "level", "sessions", "observations", "method"});
    return cells;
  }

  Sink sink_;
  bool is_empty_ = true;
};

}  // namespace

std::string comparison_csv(const ArmComparison& comparison) {
  Rows rows = {{"arm", "response", "point", "low", "high", "level", "sessions", "observations",
                "design_effect", "method"}};
  for (const ArmFigures& arm : comparison.arms) {
    for (const Response& response : responses()) {
      const Estimate& e = arm.estimates[response.id];
      rows.push_back({arm.name, std::string(response.key), csv_number(e.point), csv_number(e.low),
                      csv_number(e.high), csv_number(e.confidence), fmt::format("{}", e.clusters),
                      fmt::format("{}", e.observations), csv_number(e.design_effect), e.method});
    }
  }
  return csv(rows);
}

std::unique_ptr<SweepOutput> make_sweep_csv(Sink sink) { return std::make_unique<SweepCsv>(std::move(sink)); }

}  // namespace lastseen::experiments
