// The page around a document's sections:
//
//     head (policy, style) - header (title, verdict, key figures) - contents - sections - notices - scripts
//
// Scripts come last, so that the text can be read while they are still being parsed. The policy lets nothing be loaded,
// and lets run only what has one of its hashes: text that got past the escaping would still be dead.
#include <lastseen/plots/page.hpp>

#include <fmt/format.h>

#include <iterator>
#include <string>
#include <variant>
#include <vector>

#include <lastseen/plots/document.hpp>
#include <lastseen/plots/series_style.hpp>
#include <lastseen/plots/text.hpp>

namespace lastseen::plots {
namespace {

// The names of all series, in order of appearance.
std::vector<std::string> series_names_of(const Document& document) {
  std::vector<std::string> names;
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) {
      const auto* row = std::get_if<ChartRow>(&block);
      if (row == nullptr) continue;
      for (const Chart& chart : row->charts) {
        add_missing(names, std::visit([](const auto& form) { return series_names(form); }, chart));
      }
    }
  }
  return names;
}

class Page {
 public:
  Page(const Document& document, const Assets& assets) : document_(document), assets_(assets) {
    state_.series_names = series_names_of(document);
    state_.charts = assets.has_charts();
  }

  std::string html() {
    add_head();
    add_header();
    add_contents();
    out_ += "<main id=\"main\">\n";
    for (std::size_t i = 0; i < document_.sections.size(); ++i) add_section(document_.sections[i], i + 1);
    out_ += "</main>\n";
    add_footer();
    for (const std::string_view script :
         {assets_.vega, assets_.vega_lite, assets_.vega_embed, assets_.script}) {
      if (!script.empty()) add("<script>{}</script>\n", script);
    }
    return out_ + "</body>\n</html>\n";
  }

 private:
  template <typename... Args>
  void add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }

  void add_head() {
    add("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<title>{}</title>\n<style>{}</style>\n</head>\n",
        assets_.policy, escape_html(document_.title), assets_.style);
  }

  void add_header() {
    add("<body>\n<a class=\"skip\" href=\"#main\">Skip to content</a>\n<header>\n<h1>{}</h1>\n",
        escape_html(document_.title));
    if (!document_.subtitle.empty()) add("<p class=\"subtitle\">{}</p>\n", escape_html(document_.subtitle));
    if (!document_.verdict.empty()) {
      add("<p class=\"verdict {}\">{}</p>\n", tone_class(document_.verdict_tone),
          escape_html(document_.verdict));
    }
    if (!document_.key_figures.empty()) {
      out_ += "<dl class=\"figures\">\n";
      for (const KeyFigure& figure : document_.key_figures) add_key_figure(figure);
      out_ += "</dl>\n";
    }
    out_ += "</header>\n";
  }

  void add_key_figure(const KeyFigure& figure) {
    add("<div class=\"card {}\"><dt>{}</dt><dd>{}</dd>", tone_class(figure.tone), escape_html(figure.name),
        escape_html(figure.value));
    if (!figure.note.empty()) add("<dd class=\"note\">{}</dd>", escape_html(figure.note));
    out_ += "</div>\n";
  }

  void add_contents() {
    if (document_.sections.size() < 2) return;
    out_ += "<nav aria-label=\"Contents\"><ol>\n";
    for (std::size_t i = 0; i < document_.sections.size(); ++i) {
      add("<li><a href=\"#section-{}\">{}</a></li>\n", i + 1, escape_html(document_.sections[i].heading));
    }
    out_ += "</ol></nav>\n";
  }

  void add_section(const Section& section, std::size_t number) {
    add("<section aria-labelledby=\"section-{0}\">\n<h2 id=\"section-{0}\"><span>{0}</span> {1}</h2>\n",
        number, escape_html(section.heading));
    for (const Block& block : section.blocks) out_ += render_block(block, state_);
    out_ += "</section>\n";
  }

  void add_footer() {
    out_ += "<footer>\n<p>This page is one file; it loads nothing and sends nothing.</p>\n";
    if (!assets_.notices.empty()) {
      add("<details><summary>Third-party notices</summary>\n<p>The charts are drawn by the scripts below, "
          "which are included unchanged.</p>\n<pre>{}</pre></details>\n",
          escape_html(assets_.notices));
    }
    out_ += "</footer>\n";
  }

  const Document& document_;
  const Assets& assets_;
  PageState state_;
  std::string out_;
};

}  // namespace

std::string render_page(const Document& document, const Assets& assets) {
  return Page(document, assets).html();
}

std::string render_html(const Document& document) { return render_page(document, built_in_assets()); }

}  // namespace lastseen::plots
