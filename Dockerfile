# Builds and runs the portal. Its steps are the scripts ./run uses on a machine without containers.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN build/publish.sh /app

# The portal prints with Debian's chromium; the runtime's own image is Ubuntu's, where chromium comes as a snap.
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS runtime

FROM debian:bookworm-slim
COPY --from=runtime /usr/share/dotnet /usr/share/dotnet
ENV DOTNET_ROOT=/usr/share/dotnet PATH=$PATH:/usr/share/dotnet
COPY build/packages.sh /tmp/packages.sh
RUN /tmp/packages.sh web && rm -rf /var/lib/apt/lists/* /tmp/packages.sh \
    && useradd --system --create-home --uid 10001 paylatch
WORKDIR /app
COPY --from=build /app .
USER 10001
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
# Settings: Regions__0__{Code,Name,App,Owner}, Keys__Master, Web__RootHosts__0. `migrate` as argument brings schemas up to date.
HEALTHCHECK CMD ["dotnet", "Paylatch.Web.dll", "healthy"]
ENTRYPOINT ["dotnet", "Paylatch.Web.dll"]
