// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The only file that knows the shape of LLVM's OPTION macro, which differs
// between LLVM versions.  This is LLVM 14's.
#include "driver/options.h"
#include "llvm/Option/Option.h"

namespace ckpt::driver {

using llvm::opt::OptTable;

namespace {

#define PREFIX(NAME, VALUE) const char *const NAME[] = VALUE;
namespace of_cc {
#include "Options.inc"
}
namespace of_ld {
#include "LinkerOptions.inc"
}
#undef PREFIX

#define OPTION(PREFIX, NAME, ID, KIND, GROUP, ALIAS, ALIASARGS, FLAGS, PARAM,  \
               HELPTEXT, METAVAR, VALUES)                                      \
  {                                                                            \
      PREFIX,  NAME,      HELPTEXT,                                            \
      METAVAR, ID,        llvm::opt::Option::KIND##Class,                      \
      PARAM,   FLAGS,     GROUP,                                               \
      ALIAS,   ALIASARGS, VALUES},
constexpr unsigned HelpHidden = llvm::opt::HelpHidden;

namespace of_cc {
using namespace cc;
const OptTable::Info table[] = {
#include "Options.inc"
};
} // namespace of_cc
namespace of_ld {
using namespace ld;
const OptTable::Info table[] = {
#include "LinkerOptions.inc"
};
} // namespace of_ld
#undef OPTION

// OptTable's constructor is protected.
struct Table : OptTable {
  explicit Table(llvm::ArrayRef<Info> infos) : OptTable(infos) {}
};

} // namespace

const OptTable &command_table() {
  static const Table table(of_cc::table);
  return table;
}

const OptTable &linker_table() {
  static const Table table(of_ld::table);
  return table;
}

} // namespace ckpt::driver
