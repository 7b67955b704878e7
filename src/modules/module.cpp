#include "modules/module.h"

#include <dlfcn.h>
#include <new>
#include <string_view>

namespace assay {
namespace {

/// The dynamic linker tells why it failed by a text alone.
void throw_if_no_memory(std::string_view problem) {
  for (const std::string_view part :
       {"memory", "cannot allocate", "cannot create", "cannot extend", "failed to map segment"}) {
    if (problem.find(part) != std::string_view::npos) throw std::bad_alloc();
  }
}

/// Modules bring the standard library as a shared one, which may be another than the program's,
/// with a handler of its own. It has to be there before their constructors run.
void share_new_handler() {
  using SetNewHandler = std::new_handler (*)(std::new_handler);
  void* const library = ::dlopen("libstdc++.so.6", RTLD_NOW | RTLD_LOCAL);
  // The name of std::set_new_handler.
  void* const set = library == nullptr ? nullptr : ::dlsym(library, "_ZSt15set_new_handlerPFvvE");
  if (set != nullptr) reinterpret_cast<SetNewHandler>(set)(std::get_new_handler());
}

}  // namespace

Module<void> load_module(const std::string& name) {
  // Without a folder the name is looked for in the program's run path.
  const std::string file = "assay-" + name + "-" ASSAY_VERSION ".so";
  share_new_handler();
  void* const module = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  const void* const table = module == nullptr ? nullptr : ::dlsym(module, "assay_module");
  if (table != nullptr) return {table, ""};
  const std::string problem = ::dlerror();
  throw_if_no_memory(problem);
  return {nullptr, problem};
}

}  // namespace assay
