#include <lastseen/experiments/study/sweep_text.hpp>

#include <fmt/format.h>

#include <utility>

#include <lastseen/experiments/formats/rows.hpp>
#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/experiments/study/figure_text.hpp>

namespace lastseen::experiments {
namespace {

/// The responses that the table shows; CSV and JSON have all.
constexpr ResponseId shown_responses[] = {ResponseId::delivery_rate, ResponseId::time_to_ui_mean,
                                          ResponseId::time_to_ui_p95, ResponseId::never_updated};

class SweepText : public SweepOutput {
 public:
  explicit SweepText(Sink sink) : sink_(std::move(sink)) {}

  void add(const PointFigures& point) override {
    if (rows_.empty()) begin(point);
    precision_ = precision_text(point.arms.front());
    for (const ArmFigures& arm : point.arms) {
      rows_.emplace_back();
      for (const models::Assignment& value : point.values) rows_.back().push_back(value.value);
      rows_.back().push_back(arm.name);
      for (const ResponseId id : shown_responses) {
        FigureText text = figure_text(response_of(id), arm);
        rows_.back().push_back(std::move(text.figure));
        rows_.back().push_back(std::move(text.note));
      }
    }
  }
  void finish() override { sink_(aligned(rows_) + precision_); }

 private:
  void begin(const PointFigures& point) {
    rows_.emplace_back();
    for (const models::Assignment& value : point.values) rows_[0].push_back(value.key);
    rows_[0].emplace_back("arm");
    for (const ResponseId id : shown_responses) {
      rows_[0].emplace_back(response_of(id).title);
      rows_[0].push_back(confidence_text(point.arms.front().estimates[id].confidence) + " interval");
    }
  }

  Sink sink_;
  Rows rows_;
  std::string precision_;
};

}  // namespace

std::string points_text(const DesignPoints& points) {
  Rows rows = {{"point"}};
  rows.reserve(points.size() + 1);
  for (const models::Assignment& value : points.values(0)) rows[0].push_back(value.key);
  for (std::size_t point = 0; point < points.size(); ++point) {
    rows.push_back({fmt::format("{}", point + 1)});
    for (models::Assignment& value : points.values(point)) rows.back().push_back(std::move(value.value));
  }
  return aligned(rows);
}

std::unique_ptr<SweepOutput> make_sweep_text(Sink sink) {
  return std::make_unique<SweepText>(std::move(sink));
}

}  // namespace lastseen::experiments
