// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/help.h"
#include "runtime/abi/options.h"
#include "runtime/abi/text.h"

namespace ckpt::start {

namespace {

constexpr size_t kWidth = 79;

// Fills lines with words; every line starts with the indentation.
class Paragraph {
public:
  Paragraph(LineSink sink, void *context, StringView indent)
      : sink_(sink), context_(context), indent_(indent) {}

  void add(StringView text) {
    while (!text.empty()) {
      size_t end = text.find(' ');
      add_word(text.take(end));
      text = text.drop(end + 1);
    }
  }
  void end() {
    if (!line_.empty())
      sink_(context_, line_.view());
    line_.clear();
  }

private:
  void add_word(StringView word) {
    if (!line_.empty() && line_.view().size + 1 + word.size > kWidth)
      end();
    if (line_.empty())
      line_.add(indent_, word);
    else
      line_.add(" ", word);
  }

  LineSink sink_;
  void *context_;
  StringView indent_;
  Text<256> line_;
};

void print_option(const Option &option, LineSink sink, void *context) {
  Text<64> heading("  ", option.spelling, option.gap(), option.operands);
  sink(context, heading.view());
  Paragraph text(sink, context, "      ");
  text.add(option.text);
  if (option.status == OptionStatus::kNotYet)
    text.add("Does not work yet in this version.");
  text.end();
  for (size_t i = 0; i < option.operand_count() && option.values[0]; ++i) {
    StringView values = nth_part(option.values, ' ', i);
    sink(context,
         Text<96>("      ", nth_part(option.operands, ' ', i), ": ", values)
             .view());
  }
}

} // namespace

void print_help(LineSink sink, void *context) {
  Paragraph intro(sink, context, "");
  intro.add(
      "Flags of a program linked by ckpt_compile. They can stand anywhere "
      "on its command line and are removed before main() sees it; if one "
      "is given twice, the last one counts.");
  intro.end();
  sink(context, "");
  for (const Option &option : kOptions)
    print_option(option, sink, context);
  sink(context, "");
  sink(context, "Environment:");
  for (const EnvironmentVariable &variable : kEnvironment) {
    sink(context, Text<64>("  ", variable.name).view());
    Paragraph text(sink, context, "      ");
    text.add(variable.text);
    text.end();
  }
  sink(context, "");
  Paragraph signals(sink, context, "");
  signals.add("Signals: SIGTSTP writes a checkpoint and ends the program, "
              "SIGUSR2 writes one and goes on.");
  signals.end();
}

} // namespace ckpt::start
