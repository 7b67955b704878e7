#include "assay/text.h"
#include "assay/writer.h"

#include "writers/grid.h"

#include <ostream>
#include <string>

namespace assay {
namespace {

std::string_view latex_for(char byte) {
  switch (byte) {
    case '\\':
      return "\\textbackslash{}";
    case '~':
      return "\\textasciitilde{}";
    case '^':
      return "\\textasciicircum{}";
    case '<':
      return "\\textless{}";
    case '>':
      return "\\textgreater{}";
    case '|':
      return "\\textbar{}";
    case '"':
      return "\\textquotedbl{}";
    default:
      return {};
  }
}

std::string latex_text(std::string_view text) {
  std::string result;
  for (const char byte : escape(text, 1000)) {
    const std::string_view command = latex_for(byte);
    if (std::string_view("&%$#_{}").find(byte) != std::string_view::npos) result += '\\';
    if (command.empty()) {
      result += byte;
    } else {
      result += command;
    }
  }
  // The one character beyond ASCII that reports bring along themselves.
  constexpr std::string_view kPlusMinus = "±";
  for (std::size_t at = result.find(kPlusMinus); at != std::string::npos;
       at = result.find(kPlusMinus)) {
    result.replace(at, kPlusMinus.size(), "$\\pm$");
  }
  return result;
}

void write_grid(const Grid& grid, const WriteOptions& options, std::ostream& out) {
  if (grid.rows.empty()) return;
  const std::size_t numbers = grid.rows.front().size() - grid.text_columns;
  out << "\\begin{tabular}{" << std::string(grid.text_columns, 'l') << std::string(numbers, 'r')
      << "}\n\\toprule\n";
  for (const auto& row : grid.rows) {
    // An empty group prints nothing, and keeps GitHub's runner from seeing a command.
    if (options.guards_commands && row.front().starts_with("::")) out << "{}";
    for (std::size_t c = 0; c < row.size(); ++c) out << (c > 0 ? " & " : "") << latex_text(row[c]);
    out << " \\\\\n";
    if (&row == &grid.rows.front()) out << "\\midrule\n";
  }
  out << "\\bottomrule\n\\end{tabular}\n";
}

/// Needs \usepackage{booktabs}.
void write(const Report& report, const WriteOptions& options, std::ostream& out) {
  for (const Grid& grid : {score_grid(report, options), group_grid(report, options),
                           verdict_grid(report, options), aggregate_grid(report, options),
                           comparison_grid(report, options), segment_grid(report, options)}) {
    write_grid(grid, options, out);
  }
  for (const std::string& caption : captions(report)) out << "% " << escape(caption, 1000) << "\n";
  for (const auto& row : signature_grid(report).rows) {
    out << "% " << escape(row[0]) << " " << row[1] << "\n";
  }
  for (const auto& row : segment_signature_grid(report).rows) {
    out << "% single " << unit(report) << "s: " << escape(row[0]) << " " << row[1] << "\n";
  }
}

}  // namespace

extern constinit const WriterInfo kLatex = {"latex", ".tex", "tabulars for papers (booktabs)",
                                            &write, true};

}  // namespace assay
