// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "driver/plan.h"
#include "driver/abi_names.h"
#include "llvm/ADT/STLExtras.h"

namespace ckpt::driver {

namespace {

// A line of ld's that a compiler made for a dynamic program names other files
// than one for a static program: -static alone does not link.
bool is_dynamic_linker_line(const Invocation &invocation, const Words &words) {
  return invocation.by_linker &&
         llvm::any_of(words.expanded(), [](llvm::StringRef word) {
           return word.ltrim('-').startswith("dynamic-linker");
         });
}

std::string not_static() {
  return "--ckpt-static has no effect on this line of ld, which is for a "
         "dynamic program; give -static to the compiler that made it, or name "
         "that compiler without its path";
}

std::string warning_of(const Invocation &invocation) {
  if (invocation.mode == Mode::kNoStartFiles)
    return invocation.why + ": linked unchanged, the program cannot be "
                            "checkpointed";
  if (invocation.mode == Mode::kLink && invocation.build_id == "none")
    return "--build-id=none: a restart cannot tell this program from another "
           "build of it; leave the option out";
  return "";
}

} // namespace

Plan make_plan(const Invocation &invocation, const Words &words,
               const RuntimeFiles &runtime, const Request &request) {
  Plan plan;
  plan.why = invocation.why;
  if (invocation.mode == Mode::kLink && !invocation.refusal.empty()) {
    plan.action = Action::kRefuse;
    plan.refusal = invocation.refusal;
    return plan;
  }
  plan.warning = warning_of(invocation);
  if (invocation.mode != Mode::kLink) {
    plan.argv = plain_line(words);
    return plan;
  }
  plan.action = Action::kLink;
  bool make_static = request.make_static;
  if (make_static && is_dynamic_linker_line(invocation, words)) {
    make_static = false;
    plan.warning = not_static();
  }
  plan.argv = link_line(invocation, words, runtime, make_static);
  plan.has_static_libc = make_static || invocation.has_static_libc;
  plan.output = invocation.output;
  plan.hint = invocation.hint;
  plan.default_flags = request.default_flags;
  return plan;
}

std::string quoted(llvm::ArrayRef<std::string> argv) {
  std::string line;
  for (const std::string &word : argv) {
    if (!line.empty())
      line += ' ';
    bool plain = !word.empty() &&
                 llvm::StringRef(word).find_first_not_of(
                     "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789-_=+:,./@%^") == llvm::StringRef::npos;
    if (plain) {
      line += word;
      continue;
    }
    line += '\'';
    for (char c : word)
      line += c == '\'' ? std::string("'\\''") : std::string(1, c);
    line += '\'';
  }
  return line;
}

void print_plan(const Plan &plan, llvm::raw_ostream &out) {
  switch (plan.action) {
  case Action::kRefuse:
    out << "refuse: " << plan.refusal << '\n';
    return;
  case Action::kExec:
    out << (plan.with_pass ? "exec with the LLVM pass (" : "exec unchanged (")
        << plan.why << "): " << plan.program << '\n'
        << "  " << quoted(plan.argv) << '\n';
    break;
  case Action::kLink:
    out << "link: " << plan.program << '\n'
        << "  " << quoted(plan.argv) << '\n'
        << "verify: " << plan.output << " starts at " << kEntrySymbol << '\n';
    if (!plan.default_flags.empty())
      out << "default flags: " << plan.default_flags << '\n';
    break;
  }
  if (!plan.warning.empty())
    out << "warning: " << plan.warning << '\n';
  if (!plan.remark.empty())
    out << "note: " << plan.remark << '\n';
}

} // namespace ckpt::driver
