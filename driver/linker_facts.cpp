// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/linker_facts.h"
#include "driver/options.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Path.h"

namespace ckpt::driver {

using llvm::StringRef;
using llvm::opt::Arg;
using llvm::opt::InputArgList;

namespace {

// --whole-archive, with --push-state and --pop-state.
class WholeArchive {
public:
  void set(bool on, size_t token, LinkerFacts &facts) {
    if (on != on_)
      facts.whole_changes.push_back(token);
    on_ = on;
  }
  void push() { saved_.push_back(on_); }
  void pop(size_t token, LinkerFacts &facts) {
    if (saved_.empty())
      return;
    set(saved_.back(), token, facts);
    saved_.pop_back();
  }

private:
  bool on_ = false;
  std::vector<bool> saved_;
};

void apply(const Arg &arg, size_t token, LinkerFacts &facts,
           WholeArchive &whole) {
  const llvm::opt::Option option = arg.getOption();
  if (option.matches(ld::Information))
    facts.information = arg.getSpelling().str();
  if (option.matches(ld::NotAProgram))
    facts.not_a_program = arg.getSpelling().str();
  switch (option.getID()) {
  case ld::e:
    facts.entry = arg.getValue();
    break;
  case ld::o:
    facts.output = arg.getValue();
    break;
  case ld::m:
    if (StringRef(arg.getValue()) != "llvm") // lld's -mllvm
      facts.emulation = arg.getValue();
    break;
  case ld::oformat:
    if (!StringRef(arg.getValue()).startswith("elf"))
      facts.not_a_program = "--oformat";
    break;
  case ld::build_id:
    facts.build_id = "default";
    break;
  case ld::build_id_eq:
    facts.build_id = arg.getValue();
    break;
  case ld::l:
    facts.has_input = true;
    if (is_c_library(arg.getValue()))
      facts.libraries.push_back(token);
    break;
  case ld::b:
    facts.format = arg.getValue();
    break;
  case ld::T:
    facts.scripts.push_back(arg.getValue());
    break;
  case ld::L:
    facts.library_directories.push_back(arg.getValue());
    break;
  case ld::whole_archive:
  case ld::no_whole_archive:
    whole.set(option.getID() == ld::whole_archive, token, facts);
    break;
  case ld::push_state:
    whole.push();
    break;
  case ld::pop_state:
    whole.pop(token, facts);
    break;
  default:
    break;
  }
}

void take_input(StringRef path, size_t token, LinkerFacts &facts) {
  facts.has_input = true;
  facts.has_start_file |= is_start_file(path);
  if (is_c_library_file(path))
    facts.libraries.push_back(token);
}

} // namespace

bool is_c_library(StringRef name) {
  if (name.consume_front(":lib"))
    name = name.take_until([](char c) { return c == '.'; });
  return name == "c" || name == "pthread" || name == "rt";
}

bool is_c_library_file(StringRef path) {
  StringRef file = llvm::sys::path::filename(path);
  return (file.contains(".so") || file.endswith(".a")) &&
         is_c_library((":" + file).str());
}

bool is_start_file(StringRef path) {
  return llvm::StringSwitch<bool>(llvm::sys::path::filename(path))
      .Cases("crt1.o", "Scrt1.o", "rcrt1.o", "gcrt1.o", "grcrt1.o", true)
      .Cases("Mcrt1.o", "crt0.o", true)
      .Default(false);
}

LinkerFacts scan_linker_words(llvm::ArrayRef<LinkerWord> words) {
  std::vector<const char *> args;
  for (const LinkerWord &word : words)
    args.push_back(word.text);

  LinkerFacts facts;
  WholeArchive whole;
  unsigned missing_index = 0;
  unsigned missing_count = 0;
  InputArgList parsed =
      linker_table().ParseArgs(args, missing_index, missing_count);
  for (const Arg *arg : parsed) {
    if (arg->getOption().getKind() == llvm::opt::Option::InputClass)
      take_input(arg->getValue(), words[arg->getIndex()].token, facts);
    else if (arg->getOption().getKind() != llvm::opt::Option::UnknownClass)
      apply(*arg, words[arg->getIndex()].token, facts, whole);
  }
  return facts;
}

} // namespace ckpt::driver
