import GatewayIdentity
import Hummingbird

/// What needs no certificate: health, the files of pages, the language; and the key set, which consoles fetch.
struct NodeRoutes: Sendable {
    let services: any PageServices

    func add(to router: Router<PageContext>) {
        router.get(RouterPath(Path.health), use: health)
        router.get(RouterPath(Path.keySet), use: keySet)
        router.get(RouterPath(Path.assets + ":name"), use: asset)
        router.get(RouterPath(Path.language), use: language)
    }

    @Sendable private func health(_ request: Request, context: PageContext) async throws -> PageAnswer {
        await services.isServing() ? .plain("ok") : .plain("not serving", status: 503)
    }

    @Sendable private func keySet(_ request: Request, context: PageContext) async throws -> PageAnswer {
        .json(await services.keySet())
    }

    @Sendable private func asset(_ request: Request, context: PageContext) async throws -> PageAnswer {
        guard let name = context.parameters.get("name"), let asset = Asset.all.first(where: { $0.name == name }) else {
            throw HTTPError(.notFound)
        }
        return context.exchange.request.all("if-none-match").contains("\"\(asset.tag)\"")
            ? .notModified(asset) : .asset(asset)
    }

    /// Remembers the choice and goes back to the page it was made on.
    @Sendable private func language(_ request: Request, context: PageContext) async throws -> PageAnswer {
        let parameters = try context.exchange.parameters()
        let target = parameters["to"].flatMap(LocalTarget.init)
        guard parameters[LanguageChoice.parameter] == context.exchange.language.rawValue else {
            throw Refusal(.badRequest)
        }
        return .seeOther(target?.text ?? Path.account).with(LanguageChoice.setCookie(context.exchange.language))
    }
}
