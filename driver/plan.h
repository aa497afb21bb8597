// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the driver will do, as a value that can be printed.  Pure.
#pragma once
#include "driver/link_line.h"
#include "llvm/Support/raw_ostream.h"

namespace ckpt::driver {

// Our options, as far as they change the plan.
struct Request {
  bool make_static = false;
  std::string default_flags;
  bool instrument = false;
};

enum class Action {
  kExec,   // become the command
  kLink,   // run it, then check what it made
  kRefuse, // say why not
};

struct Plan {
  Action action = Action::kExec;
  std::string program;           // path of the command
  std::vector<std::string> argv; // the command's name first
  std::string why;               // one phrase
  std::string warning;           // empty: none
  bool has_static_libc = false;  // what is linked
  bool with_pass = false;        // the compiler loads the LLVM pass
  std::string remark;            // when all is well; empty: none
  std::string refusal;
  std::string hint;          // to a link that fails; empty: none
  std::string output;        // of a link
  std::string default_flags; // to put into it
};

Plan make_plan(const Invocation &invocation, const Words &words,
               const RuntimeFiles &runtime, const Request &request);

// As a shell would read it.
std::string quoted(llvm::ArrayRef<std::string> argv);
void print_plan(const Plan &plan, llvm::raw_ostream &out);

} // namespace ckpt::driver
