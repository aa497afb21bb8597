// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The directory of links to us that stands first in the PATH of a build.
//
// CMake and libtool keep the path of the compiler that they found, so the
// directory outlives the run: it is in the user's cache, under a name that is
// made from what is in it.  Runs at the same time find the same directory and
// agree on its content.
#pragma once
#include "driver/diagnostics.h"
#include "llvm/ADT/StringRef.h"
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace ckpt::driver {

// Compilers and linkers that the search path has, whatever lies behind which.
// Links to us do not count: a compiler that exists only as one does not exist.
std::set<std::string> compilers_in(llvm::StringRef search_path);

// The directory with links of these names; make: what it lacks is made, else
// it is only told where it would be.
// Errors: kNoDirectory when neither the user's cache nor the directory for
// temporary files can hold it.
std::variant<std::string, Failure>
wrapper_directory(const std::set<std::string> &names, bool make);

} // namespace ckpt::driver
