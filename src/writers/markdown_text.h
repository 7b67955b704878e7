#pragma once

#include "writers/grid.h"

#include <ostream>
#include <string>
#include <string_view>

/// What `markdown` and `github-summary` share.
namespace assay {

/// Text that no Markdown reader takes for markup, a mention or a link.
std::string markdown_text(std::string_view text);

/// A table, or nothing for a grid without rows.
void write_markdown_grid(const Grid& grid, std::ostream& out);

/// "- HEADING: `SIGNATURE`" for each row.
void write_markdown_list(const Grid& grid, std::ostream& out);

}  // namespace assay
