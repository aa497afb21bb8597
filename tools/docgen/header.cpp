// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt(3), from the comments and declarations of runtime/include/ckpt.h: in its
// part without CKPT_STUBS each comment stands in front of what it describes,
// and a blank line behind that.
#include "tools/docgen/docgen.h"
#include "tools/docgen/roff.h"
#include <algorithm>

namespace ckpt::docgen {

namespace {

constexpr std::string_view kOpen = "/* ", kClose = " */\n";

std::string_view between(std::string_view text, std::string_view from,
                         std::string_view to) {
  size_t begin = text.find(from);
  if (begin == std::string_view::npos)
    return {};
  text.remove_prefix(begin + from.size());
  return text.substr(0, text.find(to));
}

// A comment's text in one line.
std::string joined(std::string_view comment) {
  std::string out;
  for (char c : comment) {
    bool blank = c == ' ' || c == '\n';
    if (!blank || (!out.empty() && out.back() != ' '))
      out += blank ? ' ' : c;
  }
  return out;
}

std::string tags(std::string_view declarations) {
  std::string out;
  while (!declarations.empty()) {
    std::string_view line = declarations.substr(0, declarations.find('\n'));
    if (!line.empty())
      out += (out.empty() ? ".TP\n\\fB" : ".TQ\n\\fB") + roff(line) + "\\fR\n";
    declarations.remove_prefix(std::min(line.size() + 1, declarations.size()));
  }
  return out;
}

constexpr char kText[] =
    R"man(.SH SYNOPSIS
.nf
#include <ckpt.h>
.fi
.PP
\fBgcc\fR \-I"$(ckpt_compile \-\-ckpt\-print\-include)" \-c job.c
.br
\fBckpt_compile\fR gcc job.o \-o job
.SH DESCRIPTION
What a program linked by \fBckpt_compile\fR(1) may ask of its checkpoints.
The names are those of HTCondor's checkpoint library; a program that declares
them itself need not include the header, and one that has a function or variable of
its own with such a name keeps that.
From Fortran, CALL CKPT and CALL CKPT_AND_EXIT work.
Compiled with \fB\-DCKPT_STUBS\fR the functions do nothing, for programs
that are linked without ckpt_compile.
)man";

} // namespace

std::string header_page(std::string_view header) {
  std::string out = head("ckpt", 3, "runtime/include/ckpt.h",
                         "checkpoints on a program's own request") +
                    kText;
  std::string_view part = between(header, "#ifndef CKPT_STUBS\n", "#else\n");
  for (;;) {
    std::string_view comment = between(part, kOpen, kClose);
    if (comment.empty())
      break;
    part.remove_prefix(part.find(kOpen) + kOpen.size() + comment.size() +
                       kClose.size());
    std::string_view declarations = part.substr(0, part.find("\n\n"));
    out += tags(declarations) + sentences(joined(comment));
  }
  return out + ".SH SEE ALSO\n.BR ckpt_compile (1),\n.BR ckpt_flags (7)\n";
}

} // namespace ckpt::docgen
