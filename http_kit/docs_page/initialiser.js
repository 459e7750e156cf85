// A file of its own, for the page's Content-Security-Policy allows no inline script.
SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#swagger-ui',
  deepLinking: true,
  // Swagger UI would ask a public validator about the document otherwise.
  validatorUrl: null,
});
