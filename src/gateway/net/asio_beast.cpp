// SPDX-License-Identifier: Apache-2.0
// The non-template half of Asio and Beast, compiled once here instead of in every file.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
